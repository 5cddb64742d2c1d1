"""An application's fields: what may stand in each, and everything that is wrong at once.

The same form is filed by a system, a clerk and a line of a file; only the words for places differ.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, cast

from pydantic import AwareDatetime, Field, StringConstraints, ValidationError

from checklists.errors import FactWrong, UnknownFact
from checklists.facts import DEFINITIONS, Number, facts_from
from foundation.credit_code import fault_of, written_plainly
from foundation.http.validation import Command
from foundation.reasons import reason_of
from foundation.text import Bilingual
from inspection.cases.model import Activity, Application
from inspection.intake.errors import WrongApplication
from inspection.intake.model import (
    ACTIVITIES,
    CANTEEN,
    Fault,
    Filed,
    Following,
    Mandate,
    Paper,
    PledgeGiven,
    Relation,
    Way,
)

MOST_FAULTS = 50  # chosen: nobody mends more than that before sending again

_PLAIN = r"^[^\x00-\x1f\x7f]*$"  # one line, as it is printed
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300, pattern=_PLAIN)]
Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64, pattern=_PLAIN)
]
Phone = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=r"^\+?[0-9][0-9 -]{5,18}[0-9]$")
]
DivisionCode = Annotated[str, StringConstraints(pattern=r"^([0-9]{6})?$")]
FactValue = bool | int | float | str


class ApplicationCommand(Command):
    """One application. Numbers and words of `facts` are those of `checklists/facts.py`.

    Papers' numbers of persons (证件号码) are not taken: an inspection does not need them.
    """

    external_number: Text = Field(default="", max_length=64, description="申请编号")
    receipt_number: Text = Field(default="", max_length=64, description="受理通知书文号")
    shop_name: Annotated[Text, Field(min_length=1, max_length=200, description="经营者名称")]
    credit_code: Annotated[str, Field(max_length=60, description="统一社会信用代码")]
    responsible_person: Annotated[Name, Field(description="法定代表人（负责人）")]
    phone: Annotated[Phone, Field(description="联系电话")]
    agent_name: Text = Field(default="", max_length=64, description="委托代理人")
    agent_phone: Text = Field(default="", max_length=32, description="代理人电话")
    domicile: Text = Field(default="", description="住所")
    premises: Annotated[Text, Field(min_length=1, description="经营场所")]
    store_address: Text = Field(default="", description="外设仓库地址")
    division_code: DivisionCode = Field(default="", description="行政区划代码")
    format: Literal["餐饮服务经营者", "集中用餐单位食堂", "食品销售经营者"] = Field(
        description="主体业态"
    )
    format_note: Text = Field(default="", max_length=40, description="主体业态括号内标注")
    activities: Annotated[
        list[
            Literal[
                "hot", "cold_veg", "cold_meat", "cold_cake", "raw", "drink", "meal_distribution"
            ]
        ],
        Field(min_length=1, max_length=10, description="经营项目"),
    ]
    website: Text = Field(default="", max_length=200, description="网络经营网址")
    seats: int | None = Field(default=None, ge=0, le=100_000, description="就餐座位数")
    latitude: float | None = Field(default=None, ge=-90, le=90, allow_inf_nan=False)
    longitude: float | None = Field(default=None, ge=-180, le=180, allow_inf_nan=False)
    facts: dict[str, FactValue] = Field(max_length=100, description="店铺事实")


_Words = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=120, pattern=_PLAIN),
]


class PaperCommand(Command):
    """A paper that is missing: `kind` of the list, or `other` with `name`; the rest may be left."""

    kind: Annotated[str, StringConstraints(max_length=40)]
    name: _Words = ""
    asks: _Words = ""
    form: Literal["photo", "document"] | None = None
    working_days: int | None = None


class MandateCommand(Command):
    """On whose word something is filed: who asked, what they are to the applicant, how, when."""

    asked_by: Name
    relation: Literal["self", "family", "employee", "agent", "other"]
    way: Literal["in_person", "phone", "online"]
    asked_at: AwareDatetime
    note: Text = ""


class PledgeCommand(Command):
    """Who gave the pledge (承诺书), and in which version of its words; "" for those in force."""

    version: Annotated[str, StringConstraints(max_length=24)] = ""
    mandate: MandateCommand


class FilingCommand(ApplicationCommand):
    """An application by a system or a file, which may name papers that follow (容缺后补)."""

    gaps: Annotated[list[PaperCommand], Field(max_length=50, description="容缺材料")] = Field(
        default_factory=list[PaperCommand]
    )
    pledge: PledgeCommand | None = Field(
        default=None, description="who pledged; without it the applicant signs on the phone"
    )


def read_application(raw: object, model: type[ApplicationCommand] = ApplicationCommand) -> Filed:
    """What was filed, from JSON values.

    Raises:
        WrongApplication: names every field that does not fit, up to `MOST_FAULTS`.
    """
    filed, faults = look_through(raw, model)
    if filed is None:
        raise refusal_of(faults)
    return filed


def refusal_of(faults: list[Fault]) -> WrongApplication:
    """The refusal of an application with these faults."""
    first = faults[0]
    return WrongApplication(
        path=first.path,
        what_zh=first.what.zh,
        what_en=first.what.en,
        more=len(faults) - 1,
        faults=[{"path": one.path, "zh": one.what.zh, "en": one.what.en} for one in faults],
    )


def look_through(
    raw: object, model: type[ApplicationCommand] = ApplicationCommand
) -> tuple[Filed | None, list[Fault]]:
    """What was filed, or every fault in it; one of the two is empty."""
    faults: list[Fault] = []
    command: ApplicationCommand | None = None
    try:
        command = model.model_validate(raw)
    except ValidationError as error:
        for one in error.errors(include_url=False, include_input=False):
            path = _path(one["loc"])
            if path not in {fault.path for fault in faults}:
                faults.append(Fault(path, reason_of(one)))
    known = {one.path for one in faults}
    written = cast("dict[str, Any]", raw) if isinstance(raw, dict) else {}
    found = (*_code_faults(written), *_fact_faults(written))
    faults += [fault for fault in found if fault.path not in known]
    if isinstance(command, FilingCommand) and command.pledge and not command.gaps:
        what = Bilingual(
            "写了承诺人，没有写容缺材料。请补写材料，或者删掉承诺",
            "a pledge without papers that follow; name them, or leave the pledge out",
        )
        faults.append(Fault("gaps", what))
    if command is None or faults:
        return None, faults[:MOST_FAULTS]
    return _filed(command), []


def _path(loc: tuple[int | str, ...]) -> str:
    """`facts.stoves`, `gaps.0.kind`; of a union's alternatives only the field."""
    parts = [str(part) for part in loc]
    if parts[:1] in (["gaps"], ["pledge"]):
        return ".".join(parts[:3])
    return ".".join(parts[:2] if parts[:1] in (["facts"], ["activities"]) else parts[:1]) or "body"


def _code_faults(written: Mapping[str, Any]) -> list[Fault]:
    code = written.get("credit_code")
    what = fault_of(written_plainly(code)) if isinstance(code, str) else None
    return [] if what is None else [Fault("credit_code", what)]


def _fact_faults(written: Mapping[str, Any]) -> list[Fault]:
    facts, activities = written.get("facts"), written.get("activities")
    if not isinstance(facts, dict):
        return []
    faults: list[Fault] = []
    given: dict[str, object] = {str(name): value for name, value in facts.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    for name, value in given.items():
        try:
            facts_from({name: value})
        except (FactWrong, UnknownFact) as wrong:
            faults.append(Fault(f"facts.{name[:40]}", _said(wrong)))
    if "area_m2" not in given:
        what = Bilingual("缺少经营面积（m²）", "the area in m² is missing")
        faults.append(Fault("facts.area_m2", what))
    for name in ACTIVITIES:
        is_filed = isinstance(activities, list) and name in activities
        if is_filed and given.get(name) in (False, "no", "false", "否"):
            what = Bilingual(
                "经营项目里有它，这里却是“否”。请改成一致",
                "it is among the activities and denied here; make both say the same",
            )
            faults.append(Fault(f"facts.{name}", what))
    return faults


def _said(wrong: FactWrong | UnknownFact) -> Bilingual:
    if isinstance(wrong, UnknownFact):
        known = wrong.facts["known"]
        return Bilingual(f"不认识这个事实。可用：{known}", f"not known; use one of: {known}")
    value, zh, en = (wrong.facts[name] for name in ("value", "wanted_zh", "wanted_en"))
    return Bilingual(f"“{value}”不对，应为{zh}", f"{value!r} is not right; {en} is needed")


def _filed(command: ApplicationCommand) -> Filed:
    written: dict[str, object] = {**command.facts, **dict.fromkeys(command.activities, True)}
    if command.format == CANTEEN:
        written.setdefault("canteen", True)
    facts = plain_facts(written)
    if command.latitude is not None and command.longitude is not None:
        facts |= {"latitude": command.latitude, "longitude": command.longitude}
    details = {
        name: value
        for name in (
            *("receipt_number", "agent_name", "agent_phone", "domicile", "store_address"),
            *("division_code", "website", "seats"),
        )
        if (value := getattr(command, name)) not in ("", None)
    }
    note = f"（{command.format_note}）" if command.format_note else ""
    application = Application(
        shop_name=command.shop_name,
        format_zh=f"{command.format}{note}",
        address=command.premises,
        credit_code=written_plainly(command.credit_code),
        applicant_name=command.responsible_person,
        applicant_phone=command.phone,
        activities=tuple(
            Activity(one, ACTIVITIES[one]) for one in dict.fromkeys(command.activities)
        ),
        facts=facts,
    )
    following = _following(command) if isinstance(command, FilingCommand) else None
    return Filed(command.external_number, application, details, following)


def _following(command: FilingCommand) -> Following | None:
    if not command.gaps:
        return None
    pledge = command.pledge
    return Following(
        tuple(
            Paper(one.kind, one.name, one.asks, one.form or "", one.working_days)
            for one in command.gaps
        ),
        PledgeGiven(pledge.version, mandate_from(pledge.mandate)) if pledge else None,
    )


def plain_facts(written: Mapping[str, object]) -> dict[str, object]:
    """Facts as a case keeps them in JSON: only those that were written, numbers as numbers.

    Raises:
        UnknownFact, FactWrong: a fact is none.
    """
    read = facts_from(written)
    return {
        name: _number(read[name]) if isinstance(DEFINITIONS[name], Number) else read[name]
        for name in written
    }


def _number(value: object) -> int | float:
    number = float(str(value))
    return int(number) if number.is_integer() else number


def read_filing(application: object, mandate: object) -> tuple[Filed, Mandate]:
    """What a clerk files and on whose word.

    Raises:
        WrongApplication: names every field of both that does not fit; of the mandate as
            `mandate.asked_by`.
    """
    filed, faults = look_through(application)
    command: MandateCommand | None = None
    try:
        command = MandateCommand.model_validate(mandate)
    except ValidationError as error:
        faults += _mandate_faults(error)
    if filed is None or command is None:
        raise refusal_of(faults)
    return filed, mandate_from(command)


def read_mandate(raw: object) -> Mandate:
    """On whose word. Raises `WrongApplication`: names every field that does not fit."""
    try:
        command = MandateCommand.model_validate(raw)
    except ValidationError as error:
        raise refusal_of(_mandate_faults(error)) from None
    return mandate_from(command)


def _mandate_faults(error: ValidationError) -> list[Fault]:
    return [
        Fault(".".join(["mandate", *map(str, one["loc"][:1])]), reason_of(one))
        for one in error.errors(include_url=False, include_input=False)
    ]


def mandate_from(command: MandateCommand) -> Mandate:
    """The mandate that a command says."""
    return Mandate(
        asked_by=command.asked_by,
        relation=Relation(command.relation),
        way=Way(command.way),
        asked_at=command.asked_at,
        note=command.note,
    )


class FactsCommand(Command):
    """Answers of a pre-check, or facts that were missing."""

    facts: dict[str, FactValue] = Field(max_length=100)
