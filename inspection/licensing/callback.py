"""What a licensing system tells back, and what follows from it. Pure.

Messages may come twice, late, or in another order than things happened: one that is early waits,
one that says what is known changes nothing, one that contradicts is kept for a person to look at.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from urllib.parse import urlsplit

from foundation.errors import Kind, Problem
from inspection.cases.machine import Act, State

LICENCE_NUMBER = r"^JY[0-9]{14}$"  # regulations.md 9.2: the check digit's rule is not public


class News(Enum):
    """What happened; the value is the middle of the event's type."""

    ISSUED = "issued"
    REFUSED = "refused"
    MAILED = "mailed"
    COLLECTED = "collected"


class Effect(Enum):
    """What a message did."""

    APPLIED = "applied"  # the case moved
    KNOWN = "known"  # nothing new
    WAITING = "waiting"  # early: applied when what comes before it has come
    CONTRADICTS = "contradicts"  # does not fit what is known; nothing changed


@dataclass(frozen=True)
class Licence:
    """A licence as the licensing system told it.

    Args:
        valid_until: its last day.
        download_url: where the applicant gets the electronic one, if a host was allowed for it.
    """

    number: str
    issued_on: date
    valid_until: date
    download_url: str | None = None


@dataclass(frozen=True)
class Callback:
    """One message.

    Args:
        target: who sent it; with `id` it names the message.
        at: when it happened, as the sender says.
        licence: with `ISSUED`.
        words: the reason of a refusal; carrier and number of a parcel.
    """

    target: str
    id: str
    news: News
    case_number: str
    at: datetime
    licence: Licence | None = None
    words: str = ""


class CallbackNotGenuine(Problem):
    """No signature of a system that may call back, or an old one."""

    kind = Kind.UNKNOWN_PERSON
    code = "licensing.callback_not_genuine"
    zh = "签名无效或已超过五分钟。请用约定的密钥按 Standard Webhooks 重新签名后发送。"
    en = "The signature is not good or older than five minutes. Sign it anew and send it again."


class CallbackDiffers(Problem):
    """Another message under an id that was used."""

    kind = Kind.CONFLICT
    code = "licensing.callback_differs"
    zh = "这个 webhook-id 已用于另一条消息。请为新消息使用新的编号。"
    en = "This webhook-id was used for another message. Give a new message an id of its own."


_ACTS = {
    News.ISSUED: Act.LICENSE,
    News.REFUSED: Act.REFUSE_LICENCE,
    News.MAILED: Act.CLOSE,
    News.COLLECTED: Act.CLOSE,
}
# In which state of the case a message applies, and in which it is early.
_WHEN = {
    News.ISSUED: (State.PUSHED, frozenset({State.DETERMINED})),
    News.REFUSED: (State.PUSHED, frozenset({State.DETERMINED})),
    News.MAILED: (State.LICENSED, frozenset({State.DETERMINED, State.PUSHED})),
    News.COLLECTED: (State.LICENSED, frozenset({State.DETERMINED, State.PUSHED})),
}


def decide(
    callback: Callback, state: State, known: Licence | None, told: Collection[News]
) -> tuple[Effect, Act | None]:
    """What a message does to a case.

    Args:
        known: the case's licence, if one was told.
        told: what was told before and counts.
    """
    if _is_known(callback, state, known, told):
        return Effect.KNOWN, None
    applies, early = _WHEN[callback.news]
    if state is applies:
        return Effect.APPLIED, _ACTS[callback.news]
    return (Effect.WAITING if state in early else Effect.CONTRADICTS), None


def _is_known(
    callback: Callback, state: State, known: Licence | None, told: Collection[News]
) -> bool:
    if callback.news is News.ISSUED:
        if known is None:
            return state is State.LICENSED  # a clerk noted it by hand; now its number is known too
        return known.number == _number(callback)
    if callback.news is News.REFUSED:
        return News.REFUSED in told
    is_theirs = known is not None or bool({News.MAILED, News.COLLECTED} & set(told))
    return is_theirs and state is State.CLOSED


def _number(callback: Callback) -> str | None:
    return callback.licence.number if callback.licence else None


def in_order(callbacks: Collection[Callback]) -> list[Callback]:
    """As things happened: a licence before its parcel, otherwise by the sender's time."""
    return sorted(
        callbacks,
        key=lambda one: (one.news in (News.MAILED, News.COLLECTED), one.at, one.target, one.id),
    )


def is_allowed_link(url: str, hosts: Collection[str]) -> bool:
    """Whether a link to a licence may be shown: HTTPS, one of these hosts, nothing odd in it."""
    if not url.isascii() or not url.isprintable() or any(sign in url for sign in " \\\"'<>"):
        return False
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    is_plain = "@" not in parts.netloc and port in (None, 443)
    return parts.scheme == "https" and is_plain and (parts.hostname or "") in hosts
