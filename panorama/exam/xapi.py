"""Results as xAPI 1.0.3 statements to a learning record store, through the outbox.

One statement an exam: `passed` or `failed`. Its id is made of the attempt's, so a second delivery
is the same statement (a store answers 409 to another with that id).
"""

import json
from base64 import b64encode
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from foundation import outbox
from foundation.database import Transaction
from foundation.errors import Problem
from foundation.http.outbound import NoConnection, Outbound
from foundation.jobs import WillNeverWork
from foundation.outbox import Row
from panorama.exam.taking import ExamNews

RECEIVER = "xapi"
VERSION = "1.0.3"
_VERBS = {
    True: ("http://adlnet.gov/expapi/verbs/passed", "通过", "passed"),
    False: ("http://adlnet.gov/expapi/verbs/failed", "未通过", "failed"),
}
_TRY_AGAIN = frozenset({408, 423, 425, 429})
_ALREADY_THERE = 409


def statement_of(news: ExamNews, origin: str) -> dict[str, Any]:
    """The statement of an exam that ended.

    Staff are accounts named by their id here; an applicant by the id of their case. No name of an
    applicant leaves the bureau by this way.
    """
    taker, score = news.taker, news.score
    verb, zh, en = _VERBS[score.is_passed]
    account = taker.user_id or f"case:{taker.case_id}"
    actor: dict[str, Any] = {
        "objectType": "Agent",
        "account": {"homePage": origin, "name": account},
    }
    if taker.user_id is not None:
        actor["name"] = taker.name
    return {
        "id": str(uuid5(NAMESPACE_URL, f"{origin}/exams/{news.attempt_id}")),
        "actor": actor,
        "verb": {"id": verb, "display": {"zh-CN": zh, "en": en}},
        "object": {
            "objectType": "Activity",
            "id": f"{origin}/exams/activities/{news.room}/{news.level.id}",
            "definition": {
                "type": "http://adlnet.gov/expapi/activities/assessment",
                "name": {
                    "zh-CN": f"样板间考核 · {news.room_title} · {news.level.title.zh}",
                    "en": f"Sample room exam · {news.room} · {news.level.title.en}",
                },
            },
        },
        "result": {
            "score": {"scaled": score.points / 100, "raw": score.points, "min": 0, "max": 100},
            "success": score.is_passed,
            "completion": True,
        },
        "context": {"platform": "Yunkan", "registration": _registration(news, origin)},
        "timestamp": news.at.isoformat(),
    }


def _registration(news: ExamNews, origin: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"{origin}/exams/{news.attempt_id}/registration"))


@dataclass(frozen=True)
class Statements:
    """Tells a learning record store. Implements `ExamFollower`.

    Args:
        url: of its `statements` resource.
        key: `user:password` of its Basic authentication.
    """

    url: str
    key: str
    origin: str
    outbound: Outbound

    async def exam_ended(self, transaction: Transaction, news: ExamNews) -> None:
        """Its statement leaves with the result that is kept."""
        await outbox.add(
            transaction,
            receiver=RECEIVER,
            lane=news.attempt_id,
            body=statement_of(news, self.origin),
            now=news.at,
        )

    async def deliver(self, row: Row) -> None:
        """One try. Raises `WillNeverWork` for a refusal, anything else for later."""
        headers = {
            "Authorization": f"Basic {b64encode(self.key.encode()).decode()}",
            "Content-Type": "application/json",
            "X-Experience-API-Version": VERSION,
        }
        body = json.dumps(row.body, ensure_ascii=False).encode()
        try:
            answer = await self.outbound.post(self.url, body, headers)
        except Problem as problem:
            raise NoConnection(f"{problem.sentence_zh} · {problem.sentence_en}") from problem
        if answer.status < 300 or answer.status == _ALREADY_THERE:
            return
        said = f"HTTP {answer.status} {answer.body[:200].decode('utf-8', 'replace')}".strip()
        if 400 <= answer.status < 500 and answer.status not in _TRY_AGAIN:
            raise WillNeverWork(f"学习记录系统拒收 · refused ({said})")
        raise NoConnection(f"学习记录系统暂时不能接收 · not able to receive it now ({said})")
