"""WeCom (企业微信): into the window's group by its robot, or to people of the bureau by an app.

The applicant is in neither; whoever reads it there telephones. So links are left out. Written to
the published documents ("消息推送", "发送应用消息"); never tried with the service itself.
"""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from foundation.jobs import WillNeverWork
from inspection.notices.gateways.gateway import Message, NotSent
from inspection.notices.gateways.wire import NoAnswer, Wire
from inspection.notices.model import Channel

# "全局错误码": the system is busy; called too often
_LATER = frozenset({-1, 45009, 45033})
_TOKEN_ENDED = frozenset({40001, 40014, 42001})
_JSON = {"Content-Type": "application/json; charset=utf-8"}


def office_text(message: Message) -> str:
    """What colleagues read: whom to telephone and what about."""
    return (
        f"【请电话转告】{message.case_number} 申请人 {message.to_shown}\n"
        f"{message.subject.zh}：{message.shown.zh}"
    )


@dataclass(frozen=True)
class WecomRobot:
    """A group's robot; its key stands in its address, so addresses are never logged."""

    wire: Wire
    url: str
    key: str = field(repr=False)
    name: str = "robot"
    channel: Channel = Channel.WECOM

    async def send(self, message: Message) -> str:
        """The robot gives no id."""
        content = {"msgtype": "text", "text": {"content": office_text(message)}}
        address = f"{self.url}/cgi-bin/webhook/send?{urlencode({'key': self.key})}"
        _must_be_taken(await self.wire.ask(address, json.dumps(content).encode(), _JSON))
        return ""


@dataclass
class WecomApp:
    """An application of the bureau's own WeCom.

    Args:
        to: user ids separated by `|`.
    """

    wire: Wire
    url: str
    corp: str
    agent: str
    secret: str = field(repr=False)
    to: str
    name: str = "app"
    channel: Channel = Channel.WECOM
    _token: str = field(default="", init=False, repr=False)
    _asking: asyncio.Lock = field(default_factory=asyncio.Lock, init=False, repr=False)

    async def send(self, message: Message) -> str:
        """Returns the `msgid`. A token that ended is renewed once."""
        content = {
            "touser": self.to,
            "msgtype": "text",
            "agentid": self.agent,
            "text": {"content": office_text(message)},
            "enable_duplicate_check": 1,  # the same text within half an hour counts once
        }
        body = json.dumps(content).encode()
        answer = await self._post(body)
        if answer.get("errcode") in _TOKEN_ENDED:
            self._token = ""
            answer = await self._post(body)
        _must_be_taken(answer)
        if answer.get("invaliduser"):
            raise WillNeverWork(f"invaliduser {answer['invaliduser']}")
        return str(answer.get("msgid", ""))

    async def _post(self, body: bytes) -> dict[str, Any]:
        query = urlencode({"access_token": await self._known_token()})
        return await self.wire.ask(f"{self.url}/cgi-bin/message/send?{query}", body, _JSON)

    async def _known_token(self) -> str:
        async with self._asking:  # asked for once, not by every message at the same time
            if not self._token:
                query = urlencode({"corpid": self.corp, "corpsecret": self.secret})
                address = f"{self.url}/cgi-bin/gettoken?{query}"
                try:
                    answer = await self.wire.ask(address, method="GET")
                except NoAnswer as error:
                    raise NotSent(str(error)) from error  # nothing was said yet
                _must_be_taken(answer)
                self._token = str(answer.get("access_token", ""))
            return self._token


def _must_be_taken(answer: dict[str, Any]) -> None:
    code = answer.get("errcode")
    if code == 0:
        return
    said = f"{code} {answer.get('errmsg', '')}"
    raise NotSent(said) if code in _LATER else WillNeverWork(said)
