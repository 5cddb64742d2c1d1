"""What is known of a shop: the names that conditions may use, their kinds and their words."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from checklists.errors import FactMissing, FactWrong, UnknownFact
from foundation.text import Bilingual

FactValue = bool | Decimal | int | str
Facts = Mapping[str, FactValue]

_LARGEST = Decimal(10) ** 9  # chosen, not measured: no shop has a figure beyond it
_MOST_PLACES = (
    20  # a float from JSON has up to 17; 1E-999999999 would be written with all its zeros
)


@dataclass(frozen=True)
class Statement:
    """A fact that is true or false, with the sentence for each."""

    title: Bilingual
    yes: Bilingual
    no: Bilingual
    default: bool = False


@dataclass(frozen=True)
class Number:
    """A fact that is counted or measured, never negative."""

    title: Bilingual
    unit: str = ""
    is_unknown_at_zero: bool = False
    default: int = 0


@dataclass(frozen=True)
class Choice:
    """A fact that is one of a few words."""

    title: Bilingual
    choices: Mapping[str, Bilingual]
    default: str


Definition = Statement | Number | Choice


def _does(zh: str, en: str, *, default: bool = False, are: bool = False) -> Statement:
    """An activity: 有/没有. `are`: of several, "there are no lamps"; else "there is no lamp"."""
    verb = "are" if are else "is"
    without = f"there {verb} no {en.removeprefix('a ')}"
    yes, no = Bilingual(f"有{zh}", f"there {verb} {en}"), Bilingual(f"没有{zh}", without)
    return Statement(Bilingual(zh, en), yes, no, default)


def _is(zh: str, en: str) -> Statement:
    """A property: 是/不是."""
    yes, no = Bilingual(f"是{zh}", f"it is {en}"), Bilingual(f"不是{zh}", f"it is not {en}")
    return Statement(Bilingual(zh, en), yes, no)


DEFINITIONS: Final[Mapping[str, Definition]] = {
    "area_m2": Number(Bilingual("经营面积", "area"), "m²"),
    "dining_m2": Number(Bilingual("就餐面积", "dining area"), "m²"),
    "stoves": Number(Bilingual("灶头数", "stoves")),
    "sinks": Number(Bilingual("水池数", "sinks"), default=1),
    "hoods": Number(Bilingual("集气罩数", "hoods"), default=1),
    "closed_rooms": Number(Bilingual("专间数", "closed rooms"), default=1),
    "outlet_distance_m": Number(
        Bilingual("排放口到最近敏感目标的距离", "distance from the outlet to the nearest homes"),
        "m",
        is_unknown_at_zero=True,
    ),
    "fume": _does("产生油烟的加工", "cooking that makes fume"),
    "steam": _does("蒸制设备", "steam equipment"),
    "bbq": _does("烧烤", "barbecue"),
    "hot": _does("热食类制售", "hot food"),
    "cold_meat": _does("冷荤类制售", "cold meat"),
    "cold_veg": _does("植物性冷食制售", "cold vegetable food"),
    "raw": _does("生食类制售", "raw food"),
    "cold_cake": _does("冷加工糕点制售", "cold-processed pastry"),
    "drink": _does("自制饮品制售", "house-made drinks", are=True),
    "meal_distribution": _does("集体用餐配送", "meal distribution"),
    "prepares": _does("备餐", "plating of ready food"),
    "dine_in": _does("堂食", "dining on the premises"),
    "toilet_inside": _does("店内卫生间", "a toilet inside"),
    "aquatic": _does("水产品加工", "aquatic food"),
    "wet_zones": _does("经常冲洗的区域", "zones that are washed often", default=True, are=True),
    "uv_lamp": _does("紫外线灯", "UV lamps", are=True),
    "solid_fuel": _does("固体燃料", "solid fuel"),
    "store": _does("食品库房", "a food store"),
    "banquets": _does("超过 100 人的宴席", "banquets for more than 100 people", are=True),
    "simple": _is("简单制售", "simple preparation"),
    "canteen": _is("集中用餐单位食堂", "a canteen"),
    "mixed_building": _is("商住综合楼", "a mixed residential building"),
    "residential_building": _is("居民住宅楼", "a residential building"),
    "electric_only": _is("全电厨房", "an all-electric kitchen"),
    "uses_additives": Statement(
        Bilingual("使用食品添加剂", "food additives are used"),
        Bilingual("使用食品添加剂", "food additives are used"),
        Bilingual("不使用食品添加剂", "no food additives are used"),
    ),
    "public_gathering": _is("公众聚集场所", "a place of public gathering"),
    # The bureau's own province: true unless an application says otherwise.
    "shandong": Statement(
        Bilingual("在山东省", "in Shandong"),
        Bilingual("店在山东省", "the shop is in Shandong"),
        Bilingual("店不在山东省", "the shop is not in Shandong"),
        default=True,
    ),
    "local_eia_list": Statement(
        Bilingual("列入环评登记名录", "on the list for environmental filing"),
        Bilingual("列入了环评登记名录", "it is on the list for environmental filing"),
        Bilingual("没有列入环评登记名录", "it is not on the list for environmental filing"),
    ),
    "operating": Statement(
        Bilingual("已经营业", "already trading"),
        Bilingual("已经营业", "the shop is already trading"),
        Bilingual("还没有营业", "the shop is not trading yet"),
    ),
    "local_monitor_list": Statement(
        Bilingual("列入油烟在线监测名单", "on the local monitoring list"),
        Bilingual("列入了油烟在线监测名单", "it is on the local monitoring list"),
        Bilingual("没有列入油烟在线监测名单", "it is not on the local monitoring list"),
    ),
    # Asked before a site is taken (checklists/data/siting.yaml).
    "dedicated_flue": _does("专用烟道", "a dedicated flue"),
    "next_to_homes": Statement(
        Bilingual("紧邻居住层", "next to a floor of homes"),
        Bilingual("上一层或下一层是住宅", "the floor above or below is residential"),
        Bilingual("上一层和下一层都不是住宅", "neither floor above nor below is residential"),
    ),
    "open_air_bbq": _does("露天烧烤", "a barbecue in the open air"),
    "bbq_ban_area": Statement(
        Bilingual("在禁止露天烧烤的区域", "in an area where open-air barbecue is banned"),
        Bilingual("店在禁止露天烧烤的区域", "open-air barbecue is banned there"),
        Bilingual("店不在禁止露天烧烤的区域", "open-air barbecue is not banned there"),
    ),
    "pollution_near": _does("过近的污染源", "a source of pollution too near"),
    "live_animals": _does("活禽畜圈养或宰杀", "keeping or slaughter of live animals"),
    # What decides how an application is handled (checklists/data/triage.yaml).
    "matter": Choice(
        Bilingual("办理事项", "the matter"),
        {
            "new": Bilingual("新办", "a new licence"),
            "change": Bilingual("变更", "a change"),
            "renewal": Bilingual("延续", "a renewal"),
        },
        "new",
    ),
    "fixed_shop": _does("固定店面", "a fixed shopfront"),
    "licence_asked_for": Statement(
        Bilingual("申请人要求办理许可证", "the applicant asks for a licence"),
        Bilingual("申请人要求办理许可证", "the applicant asks for a licence"),
        Bilingual("申请人没有要求办理许可证", "the applicant does not ask for a licence"),
    ),
    "unchanged": Statement(
        Bilingual("声明经营条件未变化", "conditions are declared unchanged"),
        Bilingual("申请人声明经营条件未变化", "conditions are declared unchanged"),
        Bilingual("申请人没有声明经营条件未变化", "conditions are not declared unchanged"),
    ),
    "bad_credit": _does("失信记录", "a record of bad credit"),
    "failed_before": Statement(
        Bilingual("上次勘验未通过", "the last inspection was not passed"),
        Bilingual("上次勘验没有通过", "the last inspection was not passed"),
        Bilingual("没有未通过的勘验", "no inspection was failed before"),
    ),
    "no_video": Statement(
        Bilingual("申请人不便视频", "the applicant can not film"),
        Bilingual("申请人不便视频", "the applicant can not film"),
        Bilingual("申请人可以视频", "the applicant can film"),
    ),
    "home_service": Statement(
        Bilingual("申请上门帮办", "help at the shop is asked for"),
        Bilingual("申请人要求上门帮办", "help at the shop is asked for"),
        Bilingual("申请人没有要求上门帮办", "help at the shop is not asked for"),
    ),
    "gas": Choice(
        Bilingual("燃气", "the gas"),
        {
            "ng": Bilingual("天然气", "natural gas"),
            "lpg": Bilingual("液化石油气", "LPG"),
            "none": Bilingual("不用燃气", "none"),
        },
        "none",
    ),
    "scale": Choice(
        Bilingual("油烟规模", "the fume scale"),
        {
            "s": Bilingual("小型", "small"),
            "m": Bilingual("中型", "medium"),
            "l": Bilingual("大型", "large"),
        },
        "s",
    ),
}

# Nothing claimed: no activity, no figure. Only what every kitchen has is there: a sink, wet floors,
# and one of what is only asked about where there is any: a hood, a closed room.
DEFAULT_FACTS: Final[Facts] = {name: known.default for name, known in DEFINITIONS.items()}


def scale_of(stoves: int | Decimal) -> str:
    """Fume scale by reference stoves (GB 18483-2001 table 1): "s" below 3, "m" below 6, else "l".

    Below one stove there is no scale in the standard; such a shop counts as small.
    """
    if stoves >= 6:
        return "l"
    return "m" if stoves >= 3 else "s"


def label_of(text: Bilingual) -> Bilingual:
    """A title, or a word of a choice, as it stands above a field instead of in a sentence.

    "the gas" is right in "the gas is LPG"; beside a field it is "Gas".
    """
    en = text.en
    for article in ("the ", "a ", "an "):
        if en.startswith(article):
            en = en.removeprefix(article)
            break
    return Bilingual(text.zh, en[:1].upper() + en[1:])


_TRUE, _FALSE = ("true", "yes", "是"), ("false", "no", "否")


def facts_from(written: Mapping[str, object]) -> Facts:
    """All facts of a shop of which only these are written: `yes`, `120.5`, `ng`, or JSON values.

    The scale follows from the stoves unless it is written too.

    Raises:
        UnknownFact: no fact has this name.
        FactWrong: a fact has a value that its definition does not allow.
    """
    facts = {**DEFAULT_FACTS, **{name: _read(name, value) for name, value in written.items()}}
    if "scale" not in written:
        facts["scale"] = scale_of(number_in(facts, "stoves"))
    return facts


def _read(name: str, value: object) -> FactValue:
    known = DEFINITIONS.get(name)
    if known is None:
        raise UnknownFact(fact=name[:40], known=", ".join(sorted(DEFINITIONS)))
    if isinstance(known, Statement) and value in (*_TRUE, *_FALSE):
        return value in _TRUE
    plain = value if isinstance(value, bool | int | Decimal | str) else str(value)
    if isinstance(known, Number):
        return number_in({name: plain}, name)
    if isinstance(known, Choice):
        return choice_in({name: plain}, name)
    return statement_in({name: plain}, name)


def ordinary_restaurant(**changes: FactValue) -> Facts:
    """A hot-food restaurant of 120 m² with four gas stoves, the demo's shop, with changes."""
    facts = {
        **DEFAULT_FACTS,
        "area_m2": 120,
        "dining_m2": 70,
        "stoves": 4,
        "sinks": 4,
        "fume": True,
        "hot": True,
        "dine_in": True,
        "gas": "ng",
        **changes,
    }
    return {**facts, "scale": changes.get("scale", scale_of(number_in(facts, "stoves")))}


def drinks_shop(**changes: FactValue) -> Facts:
    """A tea and juice shop of 30 m² without a stove and without fume, with changes."""
    return {**DEFAULT_FACTS, "area_m2": 30, "drink": True, "sinks": 2, **changes}


def statement_in(facts: Facts, name: str) -> bool:
    """The truth of a statement."""
    value = _given(facts, name)
    if not isinstance(value, bool):
        raise _wrong(name, value, Bilingual("是或否", "true or false"))
    return value


def number_in(facts: Facts, name: str) -> Decimal:
    """The figure of a number; a text such as "120.5" counts, as facts come back so from JSON."""
    value = _given(facts, name)
    wanted = Bilingual("不小于 0 的数", "a number of 0 or more")
    try:
        number = Decimal(str(value)) if not isinstance(value, bool) else Decimal("NaN")
    except InvalidOperation:
        raise _wrong(name, value, wanted) from None
    if not number.is_finite() or not 0 <= number < _LARGEST or not _is_short(number):
        raise _wrong(name, value, wanted)
    return number


def _is_short(number: Decimal) -> bool:
    exponent = number.as_tuple().exponent
    return isinstance(exponent, int) and abs(exponent) <= _MOST_PLACES


def choice_in(facts: Facts, name: str) -> str:
    """The word of a choice."""
    value, known = _given(facts, name), DEFINITIONS[name]
    words = list(known.choices) if isinstance(known, Choice) else []
    if not isinstance(value, str) or value not in words:
        wanted = ", ".join(words)
        raise _wrong(name, value, Bilingual(f"{wanted} 之一", f"one of {wanted}"))
    return value


def _given(facts: Facts, name: str) -> FactValue:
    if name not in facts:
        title = DEFINITIONS[name].title
        raise FactMissing(fact=name, title_zh=title.zh, title_en=title.en)
    return facts[name]


def _wrong(name: str, value: object, wanted: Bilingual) -> FactWrong:
    title = DEFINITIONS[name].title
    return FactWrong(
        fact=name,
        title_zh=title.zh,
        title_en=title.en,
        value=str(value)[:40],
        wanted_zh=wanted.zh,
        wanted_en=wanted.en,
    )
