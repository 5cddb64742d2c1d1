"""Puts what ships with the product on the shelf, before the service answers anybody."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from checklists.load import BUILTIN, builtin_path, text_of, version_in
from checklists.rule_file import BUILTIN_RULES, builtin_rules_path, parse_rules
from foundation.clock import SHANGHAI, Clock
from foundation.database import Database
from inspection.templates import store
from inspection.templates.errors import BuiltinChanged, UnknownRules
from inspection.templates.model import CLAUSES, Kind, Origin


@dataclass(frozen=True)
class _Shipped:
    kind: Kind
    family: str
    version: str
    file: str
    text: str
    origin: Origin = Origin.BUILTIN


async def stock(database: Database, clock: Clock, rules: str = BUILTIN_RULES[0]) -> str:
    """Publishes what is new of the templates, clauses and rules that ship; safe to repeat.

    The first version of a family holds since ever, a later one from the day it is first started
    with.

    Args:
        rules: the name of rules that ship, or the path of the bureau's own file of rules.

    Returns:
        The family of the rules that new cases go by.

    Raises:
        BuiltinChanged: a file has another text than what was published under its version.
        UnknownRules: there are no such rules.
        TemplateMalformed: the bureau's file can not be used.
    """
    shipped, now = [*_builtin(), *_own_rules(rules)], clock.now()
    async with database.transaction() as transaction:
        known = {
            (one.kind, one.family, one.version): one for one in await store.editions(transaction)
        }
        families = {(kind, family) for kind, family, _ in known}
        for one in shipped:
            held = known.get((one.kind, one.family, one.version))
            if held is not None:
                if held.sha256 != sha256(one.text.encode()).hexdigest():
                    raise BuiltinChanged(file=one.file, version=one.version)
                continue
            is_first = (one.kind, one.family) not in families
            await store.add(
                transaction,
                kind=one.kind,
                family=one.family,
                version=one.version,
                origin=one.origin,
                effective_from=None if is_first else now.astimezone(SHANGHAI).date(),
                text=one.text,
                by="system",
                now=now,
            )
    return shipped[-1].family if rules not in BUILTIN_RULES else rules


def _builtin() -> list[_Shipped]:
    clauses = text_of(builtin_path(CLAUSES))
    version = version_in("clauses.yaml", clauses)
    found = [_Shipped(Kind.CLAUSES, CLAUSES, version, "clauses.yaml", clauses)]
    for family in BUILTIN:
        text = text_of(builtin_path(family))
        name = f"{family}.yaml"
        found.append(_Shipped(Kind.TEMPLATE, family, version_in(name, text), name, text))
    for family in BUILTIN_RULES:
        path = builtin_rules_path(family)
        found.append(_rules(path, Origin.BUILTIN))
    return found


def _own_rules(name: str) -> list[_Shipped]:
    if name in BUILTIN_RULES:
        return []
    path = Path(name)
    if not path.is_file():
        raise UnknownRules(name=name[:80], known=", ".join(BUILTIN_RULES))
    return [_rules(path, Origin.BUREAU)]


def _rules(path: Path, origin: Origin) -> _Shipped:
    text = text_of(path)
    rules = parse_rules(path.name, text)
    return _Shipped(Kind.RULES, rules.id, rules.version, path.name, text, origin)
