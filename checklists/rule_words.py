"""What a set of determination rules says, in plain words; and what another one says otherwise."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from checklists.facts import DEFINITIONS
from checklists.rules import Rule, RuleSet
from checklists.schemes import SCHEMES
from checklists.template import Area
from foundation.text import Bilingual

AREA_TEXT = {
    Area.FOOD: Bilingual("食品经营结论", "Food conclusion"),
    Area.FUME: Bilingual("油烟治理结论", "Oil-fume conclusion"),
}
_SCHEME_TEXT = {
    "all_must_comply": Bilingual(
        "适用的检查项全部符合才通过；关键项不符合为不符合，其他项不符合为需整改",
        "passes only where every applicable item complies; a key item that fails fails it, any"
        " other is to be rectified",
    ),
    "key_and_score": Bilingual(
        "关键项全部符合，且其余项按分值得分达到 {pass_at}（满分 100，合理缺项不计入）才通过，"
        "否则为不符合",
        "passes where every key item complies and the others score {pass_at} of 100, items that do"
        " not apply taken out; fails otherwise",
    ),
    "counted": Bilingual(
        "关键项不得有不符合，重点项不符合最多 {major} 项，重点项和一般项不符合合计最多"
        " {together} 项，超过即为不符合",
        "fails where a key item fails, more than {major} major items fail, or more than"
        " {together} major and general items fail together",
    ),
}


@dataclass(frozen=True)
class Said:
    """One sentence of a set of rules; `place` tells what it is about: `food`, `fume when`."""

    place: str
    text: Bilingual


@dataclass(frozen=True)
class SaidOtherwise:
    """A sentence before and after; None where there is none."""

    before: Bilingual | None
    after: Bilingual | None


def words_of(rules: RuleSet) -> tuple[Said, ...]:
    """Everything that a set of rules decides, food before fume, then templates with their own."""
    said: list[Said] = []
    for area, name in AREA_TEXT.items():
        said.append(Said(area.value, _joined(name, rule_words(rules.of(area)))))
        when = rules.concluded_when.get(area)
        if when is not None:
            told = _in_words(str(when))
            only = Bilingual(f"只对“{told.zh}”的店作出", f"given only to shops with: {told.en}")
            said.append(Said(f"{area.value} when", _joined(name, only)))
    said += [
        Said(
            f"{area.value} {family}",
            _joined(
                Bilingual(f"模板 {family} 的{name.zh}", f"{name.en}, items of template {family}"),
                rule_words(own[area]),
            ),
        )
        for family, own in rules.families.items()
        for area, name in AREA_TEXT.items()
        if area in own
    ]
    return tuple(said)


def differences(before: RuleSet, after: RuleSet) -> tuple[SaidOtherwise, ...]:
    """The sentences that are not the same, in the order of `words_of`."""
    old = {one.place: one.text for one in words_of(before)}
    new = {one.place: one.text for one in words_of(after)}
    return tuple(
        SaidOtherwise(old.get(place), new.get(place))
        for place in dict.fromkeys([*old, *new])
        if old.get(place) != new.get(place)
    )


def _in_words(condition: str) -> Bilingual:
    """A condition with the names of its facts: `fume or bbq` is 产生油烟的加工或烧烤."""
    joins = {"and": "且", "or": "或", "not": "非", "always": "全部"}

    def named(found: re.Match[str], is_zh: bool) -> str:
        fact = DEFINITIONS.get(found[0])
        if fact is not None:
            return fact.title.zh if is_zh else fact.title.en
        return joins.get(found[0], found[0]) if is_zh else found[0]

    zh = re.sub(r"[a-z_][a-z0-9_]*", lambda found: named(found, True), condition)
    en = re.sub(r"[a-z_][a-z0-9_]*", lambda found: named(found, False), condition)
    return Bilingual(re.sub(r" ?([且或非]) ?", r"\1", zh), en)


def rule_words(rule: Rule) -> Bilingual:
    """A rule with its limits, the usual ones where it names none."""
    scheme = SCHEMES.get(rule.scheme)
    limits: Mapping[str, object] = {**(scheme.limits if scheme else {}), **rule.limits}
    text = _SCHEME_TEXT.get(rule.scheme)
    if text is not None:
        return Bilingual(text.zh.format(**limits), text.en.format(**limits))
    told = ", ".join(f"{name} = {value}" for name, value in limits.items())
    return Bilingual(
        f"按加装的判定办法 {rule.scheme}（{told or '无参数'}）",
        f"by the added scheme {rule.scheme} ({told or 'no limits'})",
    )


def _joined(name: Bilingual, text: Bilingual) -> Bilingual:
    return Bilingual(f"{name.zh}：{text.zh}。", f"{name.en}: {text.en}.")
