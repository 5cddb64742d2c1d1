"""The columns of a file of applications: Chinese headings, what stands below, an example. Pure.

A line becomes the JSON that `form` reads; what `form` says about a path goes back to its column.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from checklists.facts import DEFINITIONS, Choice, Number, Statement
from foundation.clock import SHANGHAI
from foundation.text import Bilingual
from inspection.intake.model import ACTIVITIES, FORMATS, RELATIONS, WAYS, Fault
from inspection.intake.sheet import Cell, Line

_YES: Final = ("是", "有", "yes", "true", "y", "√", "1")
_NO: Final = ("否", "无", "没有", "不是", "no", "false", "n", "×", "0")
_BETWEEN: Final = re.compile(r"[、,，;；/\n]")
_DAYS: Final = re.compile(r"(.+?)[（(]\s*([0-9]{1,2})\s*个?工作日[）)]")
_UNIT: Final = re.compile(r"(m²|m2|㎡|平方米|平米|米|m|个|间)$", re.IGNORECASE)


@dataclass(frozen=True)
class Column:
    """One column: where its value goes, what heads it, an example."""

    path: str
    heading: Bilingual
    example: str = ""
    is_needed: bool = False


def _fact(name: str, example: str = "") -> Column:
    return Column(f"facts.{name}", DEFINITIONS[name].title, example, is_needed=name == "area_m2")


_PLEDGE: Final = "pledge.mandate."
_FIELDS: Final = (
    Column("external_number", Bilingual("申请编号", "Application number"), "SL-2026-0001", True),
    Column("receipt_number", Bilingual("受理通知书文号", "Receipt"), "（历）食受〔2026〕17 号"),
    Column("shop_name", Bilingual("经营者名称", "Business"), "海风小馆", True),
    Column("credit_code", Bilingual("统一社会信用代码", "Credit code"), "91350100M000100Y43", True),
    Column(
        "responsible_person", Bilingual("法定代表人（负责人）", "Responsible person"), "于海", True
    ),
    Column("phone", Bilingual("联系电话", "Telephone"), "13600136000", True),
    Column("agent_name", Bilingual("委托代理人", "Agent")),
    Column("agent_phone", Bilingual("代理人电话", "Agent's telephone")),
    Column("domicile", Bilingual("住所", "Domicile")),
    Column("premises", Bilingual("经营场所", "Premises"), "历城县海边路 3 号", True),
    Column("store_address", Bilingual("外设仓库地址", "Store elsewhere")),
    Column("division_code", Bilingual("行政区划代码", "Division code"), "371082"),
    Column("format", Bilingual("主体业态", "Format"), "餐饮服务经营者", True),
    Column("format_note", Bilingual("主体业态标注", "Format, in brackets")),
    Column("activities", Bilingual("经营项目", "Activities"), "热食类食品制售、自制饮品制售", True),
    Column("website", Bilingual("网址", "Website")),
    Column("seats", Bilingual("就餐座位数", "Seats"), "40"),
    Column("latitude", Bilingual("纬度", "Latitude, WGS-84")),
    Column("longitude", Bilingual("经度", "Longitude, WGS-84")),
    Column("gaps", Bilingual("容缺材料", "Papers that follow")),
    Column(f"{_PLEDGE}asked_by", Bilingual("容缺承诺人", "Who pledged")),
    Column(f"{_PLEDGE}relation", Bilingual("承诺人身份", "Who that is to the applicant")),
    Column(f"{_PLEDGE}way", Bilingual("承诺方式", "How it was pledged")),
    Column(f"{_PLEDGE}asked_at", Bilingual("承诺日期", "When it was pledged")),
)
_EXAMPLES: Final = {  # in the order of the file that is handed out
    "matter": "新办",
    "area_m2": "120",
    "dining_m2": "70",
    "stoves": "4",
    "sinks": "4",
    "gas": "天然气",
    "dine_in": "是",
    "fixed_shop": "是",
    "licence_asked_for": "否",
    "fume": "是",
    "residential_building": "否",
    "mixed_building": "否",
    "dedicated_flue": "",
    "next_to_homes": "",
    "bbq": "否",
    "open_air_bbq": "",
    "bbq_ban_area": "",
    "outlet_distance_m": "25",
    "pollution_near": "否",
    "live_animals": "否",
}
_LEFT_OUT: Final = {
    *ACTIVITIES,
    "scale",
    "shandong",
}  # follow from other columns, or from the place
HANDED_OUT: Final = (*_FIELDS, *(_fact(name, text) for name, text in _EXAMPLES.items()))
_MORE: Final = tuple(_fact(name) for name in DEFINITIONS if name not in {*_EXAMPLES, *_LEFT_OUT})
WHOLE_LINE: Final = "line"  # the path of what is wrong with no cell in particular
_HEADING_OF_ALL: Final = Bilingual("整行", "The whole line")
COLUMNS: Final[Mapping[str, Column]] = {one.path: one for one in (*HANDED_OUT, *_MORE)}


def _plain(heading: str) -> str:
    """A heading without its English line, brackets of either width, and marks."""
    first = heading.strip().split("\n")[0]
    return re.sub(r"[\s*＊]", "", first.replace("(", "（").replace(")", "）")).removesuffix(
        "（必填）"
    )


_BY_HEADING: Final = {_plain(one.heading.zh): one for one in COLUMNS.values()}


@dataclass(frozen=True)
class Headings:
    """Which column stands where; what nobody knows is ignored and told."""

    columns: tuple[Column | None, ...]
    ignored: tuple[str, ...]
    missing: tuple[Column, ...]
    doubled: tuple[Column, ...]


def headings_of(line: Line) -> Headings:
    """The headings of a file's first line."""
    columns = tuple(_BY_HEADING.get(_plain(cell.text)) for cell in line.cells)
    found = [one for one in columns if one is not None]
    return Headings(
        columns,
        tuple(
            cell.text.split("\n")[0][:40]
            for cell, column in zip(line.cells, columns, strict=True)
            if column is None and cell.text
        ),
        tuple(one for one in COLUMNS.values() if one.is_needed and one not in found),
        tuple(dict.fromkeys(one for one in found if found.count(one) > 1)),
    )


def raw_of(line: Line, headings: Headings) -> tuple[dict[str, object], list[Fault]]:
    """A line as the JSON of an application, and what can not even be read of it."""
    raw: dict[str, object] = {}
    facts: dict[str, object] = {}
    mandate: dict[str, object] = {}
    faults: list[Fault] = []
    for cell, column in zip(line.cells, headings.columns, strict=False):
        if column is None or not (cell.text or cell.fault):
            continue
        if cell.fault is not None:
            faults.append(Fault(column.path, cell.fault))
            continue
        if column.path == "activities":
            raw["activities"], wrong = _activities(cell)
            faults += wrong
        elif column.path == "gaps":
            raw["gaps"] = [_paper(one) for one in _parts(cell)]
        elif column.path.startswith(_PLEDGE):
            value = _pledged(column.path, cell.text)
            if isinstance(value, Fault):
                faults.append(value)
            mandate[column.path.removeprefix(_PLEDGE)] = value
        elif column.path.startswith("facts."):
            name = column.path.removeprefix("facts.")
            facts[name] = _read_fact(name, cell.text)
        else:
            raw[column.path] = cell.text
    if not raw.get("external_number"):
        what = Bilingual(
            "缺少申请编号：同一文件再导入一次时，靠它不重复立案",
            "the application number is missing; by it a second import opens nothing twice",
        )
        faults.append(Fault("external_number", what))
    if mandate:
        raw["pledge"] = {"mandate": mandate}
    return {**raw, "facts": facts}, faults


def heading_of(path: str) -> Bilingual:
    """The heading above a path of `form`; the path itself where there is no column of it."""
    if path.startswith("pledge"):
        path = path if path in COLUMNS else f"{_PLEDGE}asked_by"
    known = COLUMNS.get(path) or COLUMNS.get(path.partition(".")[0])
    if path == WHOLE_LINE:
        return _HEADING_OF_ALL
    return known.heading if known else Bilingual(path, path)


def _activities(cell: Cell) -> tuple[list[str], list[Fault]]:
    words = {**{text.zh: name for name, text in ACTIVITIES.items()}, **{n: n for n in ACTIVITIES}}
    words |= {DEFINITIONS[name].title.zh: name for name in ACTIVITIES}
    given = _parts(cell)
    unknown = [one for one in given if _plain(one) not in map(_plain, words)]
    by_plain = {_plain(word): name for word, name in words.items()}
    listed = "、".join(text.zh for text in ACTIVITIES.values())
    read = [by_plain[_plain(one)] for one in given if one not in unknown]
    if not unknown:
        return read, []
    wrong = "、".join(unknown)[:60]
    what = Bilingual(
        f"不认识“{wrong}”。可用：{listed}（几项之间用顿号）",
        f"{wrong!r} is not known; use these names, with 、 between them",
    )
    return read, [Fault("activities", what)]


def _parts(cell: Cell) -> list[str]:
    return [one.strip() for one in _BETWEEN.split(cell.text) if one.strip()]


def _paper(text: str) -> dict[str, object]:
    """A paper by its name, with working days in brackets if others than usual are given."""
    found = _DAYS.fullmatch(text)
    if found is None:
        return {"kind": "other", "name": text}
    return {"kind": "other", "name": found[1].strip(), "working_days": int(found[2])}


def _pledged(path: str, text: str) -> object:
    """A cell of the pledge as `form` reads it, or why it can not be."""
    name = path.removeprefix(_PLEDGE)
    if name == "asked_by":
        return text
    if name == "asked_at":
        try:
            day = date.fromisoformat(text)
        except ValueError:
            what = Bilingual("应为日期，如 2026-11-24", "a date such as 2026-11-24 is needed")
            return Fault(path, what)
        return datetime.combine(day, time(), SHANGHAI).isoformat()
    words = {
        title.zh: one.value for one, title in (RELATIONS if name == "relation" else WAYS).items()
    }
    if text not in words:
        listed = "、".join(words)
        return Fault(path, Bilingual(f"只能是：{listed}", f"use one of: {listed}"))
    return words[text]


def _read_fact(name: str, text: str) -> object:
    known = DEFINITIONS[name]
    read: Callable[[str], object]
    if isinstance(known, Statement):
        read = _yes_or_no
    elif isinstance(known, Number):
        read = _figure
    else:
        words = _words(known)
        return words.get(text, text)
    return read(text)


def _yes_or_no(text: str) -> object:
    word = text.lower()
    return True if word in _YES else False if word in _NO else text


def _figure(text: str) -> str:
    return _UNIT.sub("", text).strip()


def _words(known: Choice) -> Mapping[str, str]:
    return {title.zh: word for word, title in known.choices.items()}


def explanations() -> list[tuple[str, str]]:
    """What may stand below each heading, for the second sheet of the file that is handed out."""
    told: list[tuple[str, str]] = []
    for column in (*HANDED_OUT, *_MORE):
        name = column.path.removeprefix("facts.")
        known = DEFINITIONS.get(name) if column.path.startswith("facts.") else None
        if column.path == "activities":
            words = "、".join(text.zh for text in ACTIVITIES.values())
        elif column.path == "format":
            words = "、".join(FORMATS)
        elif column.path == "gaps":
            words = "容缺清单里的名称，用顿号隔开；期限不同的写在后面，如“门头照片（3个工作日）”"
        elif column.path == f"{_PLEDGE}relation":
            words = "、".join(text.zh for text in RELATIONS.values())
        elif column.path == f"{_PLEDGE}way":
            words = "、".join(text.zh for text in WAYS.values())
        elif column.path.startswith(_PLEDGE):
            words = "有容缺材料且已在窗口承诺时填写；不填则由申请人在手机上签承诺书"
        elif isinstance(known, Statement):
            words = f"是 / 否：{known.yes.zh} / {known.no.zh}"
        elif isinstance(known, Choice):
            words = "、".join(title.zh for title in known.choices.values())
        elif isinstance(known, Number):
            words = f"数字{f'（{known.unit}）' if known.unit else ''}"
        else:
            words = "文字"
        told.append((f"{column.heading.zh}{'（必填）' if column.is_needed else ''}", words))
    return told
