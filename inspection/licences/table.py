"""The ledger as a table. Pure."""

from checklists.triage import Track
from foundation.tables import csv_of
from inspection.licences.ledger import STANDING
from inspection.licences.model import Judged
from inspection.notices.model import STATE_ZH as NOTICE_ZH
from inspection.notices.model import State as NoticeState

_HEAD = (
    "证件编号 licence",
    "类型 kind",
    "经营者名称 business",
    "法定代表人（负责人） responsible person",
    "统一社会信用代码 credit code",
    "经营场所 premises",
    "发证日期 issued on",
    "有效期至 valid until",
    "状态 standing",
    "延续申请最早 renewal from",
    "延续申请最晚 renewal until",
    "办件编号 case",
    "到期提醒 reminder",
    "延续办件 renewal case",
)
_TRACKS = {Track.LICENCE: "食品经营许可证", Track.REGISTRATION: "小餐饮登记证"}


def as_csv(lines: list[Judged]) -> bytes:
    """The ledger as a table."""
    rows: list[tuple[object, ...]] = [_HEAD]
    for one in lines:
        line, window = one.line, one.window
        rows.append(
            (
                line.licence.number,
                _TRACKS[line.track],
                line.shop_name,
                line.operator,
                line.credit_code,
                line.premises,
                line.licence.issued_on.isoformat(),
                line.licence.valid_until.isoformat(),
                STANDING[one.standing.value].zh,
                window.opens_on.isoformat() if window.opens_on else "",
                window.closes_on.isoformat(),
                line.case.number,
                NOTICE_ZH[NoticeState(line.reminder.state)] if line.reminder else "",
                line.renewal.case.number if line.renewal else "",
            )
        )
    return csv_of(rows)
