"""How an application is taken in: received, pre-checked, triaged, accepted; all or nothing.

What stops it waits for a person: only the office says no to an applicant.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from checklists.facts import DEFINITIONS
from checklists.siting import PreCheck, SiteRules, Standing, pre_check
from checklists.triage import Mode, Triage, TriageRules, triage
from foundation import audit
from foundation.database import Transaction
from foundation.identity.tree import ROOT
from foundation.text import Bilingual
from foundation.workdays import WorkCalendar
from inspection.cases import store as case_store
from inspection.cases.checklist import day_of
from inspection.cases.facts import checklist_facts
from inspection.cases.machine import Act, State
from inspection.cases.model import Case
from inspection.cases.moves import Mover
from inspection.cases.moving import move
from inspection.cases.opening import accept, receive
from inspection.intake import store
from inspection.intake.errors import AlreadyFiled
from inspection.intake.form import plain_facts
from inspection.intake.model import RELATIONS, WAYS, Channel, Filed, Mandate


@dataclass(frozen=True)
class Origin:
    """From where an application comes: the channel, and a system's name where there is one.

    Attributes:
        renews: number of the case whose licence is renewed, "" of other applications.
    """

    channel: Channel
    sender: str
    mandate: Mandate | None = None
    renews: str = ""

    @property
    def words(self) -> Bilingual:
        """As the story tells it."""
        if not self.renews:
            return self._came_by
        by = self._came_by
        return Bilingual(
            f"延续申请，承接办件 {self.renews}；{by.zh}",
            f"Renews the licence of case {self.renews}; {by.en}",
        )

    @property
    def _came_by(self) -> Bilingual:
        if self.mandate is not None:
            relation, way = RELATIONS[self.mandate.relation], WAYS[self.mandate.way]
            return Bilingual(
                f"帮办登记，受{self.mandate.asked_by}（{relation.zh}）{way.zh}委托",
                f"Filed for {self.mandate.asked_by} ({relation.en}), who asked {way.en}",
            )
        if self.channel is Channel.API:
            return Bilingual(f"{self.sender} 系统推送申请", f"Filed by the system {self.sender}")
        if self.channel is Channel.RENEWAL:
            return Bilingual("申请人从到期提醒提交", "Filed by the applicant from the reminder")
        return Bilingual("从文件导入申请", "Imported from a file")


@dataclass(frozen=True)
class Follows:
    """A paper that follows the acceptance, and until when."""

    id: str
    kind: str
    title: Bilingual
    due_at: datetime


@dataclass(frozen=True)
class Opened:
    """A case as far as it has come.

    Attributes:
        triage: how it is handled; `None` while the pre-check is not passed.
        doubles: numbers of open cases with the same credit code and address.
        follows: papers that were named as missing when it was filed.
    """

    case: Case
    pre_check: PreCheck
    triage: Triage | None = None
    doubles: tuple[str, ...] = ()
    follows: tuple[Follows, ...] = ()


@dataclass(frozen=True)
class Reception:
    """Takes applications in by these rules.

    Attributes:
        rules: the family of determination rules that new cases go by.
    """

    calendar: WorkCalendar
    rules: str
    sites: SiteRules
    triages: TriageRules

    async def take_in(
        self,
        transaction: Transaction,
        filed: Filed,
        origin: Origin,
        *,
        by: Mover,
        now: datetime,
        waits: bool = False,
        unit: str = ROOT,
    ) -> Opened:
        """Opens a case and brings it as far as it goes, in the caller's transaction.

        Args:
            waits: it stays in the pre-check even if that is passed, until a person accepts it.
            unit: the office that takes it in.

        Raises:
            AlreadyFiled: this sender filed the same number before.
            NothingToAsk: nothing that is in force today asks anything of it.
        """
        before = await store.filed_before(transaction, origin.sender, filed.external_number)
        if before is not None:
            number = case.number if (case := await case_store.by_id(transaction, before)) else ""
            raise AlreadyFiled(external=filed.external_number, number=number)
        application = filed.application
        doubles = await store.open_doubles(
            transaction, application.credit_code, application.address
        )
        case = await receive(
            transaction,
            application,
            (),
            by=by,
            now=now,
            calendar=self.calendar,
            rules=self.rules,
            unit=unit,
        )
        await store.add_filing(
            transaction, case.id, origin.channel, origin.sender, filed, origin.mandate
        )
        await audit.append(
            transaction,
            at=now,
            actor=by.id,
            action="case.filed",
            subject=case.id,
            facts={**_told(origin, filed), "doubles": doubles},
        )
        case = await move(transaction, case, Act.START_PRE_CHECK, by=by, now=now)
        if waits:
            return Opened(case, self.pre_check_of(case, now), doubles=tuple(doubles))
        opened = await self.go_on(transaction, case, by=by, now=now)
        return replace(opened, doubles=tuple(doubles))

    async def answered(
        self,
        transaction: Transaction,
        case: Case,
        facts: Mapping[str, object],
        *,
        by: Mover,
        now: datetime,
    ) -> Case:
        """The case with more known of its shop, before its acceptance.

        Raises:
            UnknownFact, FactWrong: a fact is none; nothing is kept.
        """
        known = plain_facts(facts)
        application = case.application
        changed = replace(application, facts={**application.facts, **known})
        case = replace(case, application=changed)
        await case_store.set_facts(transaction, case)
        await audit.append(
            transaction,
            at=now,
            actor=by.id,
            action="case.pre_check_answered",
            subject=case.id,
            facts={"facts": known},
        )
        return case

    async def go_on(
        self, transaction: Transaction, case: Case, *, by: Mover, now: datetime
    ) -> Opened:
        """Looks at the pre-check of a case and accepts it once that is passed."""
        check = self.pre_check_of(case, now)
        if check.stopped_by is not None:
            rule = check.stopped_by.rule
            await audit.append(
                transaction,
                at=now,
                actor=by.id,
                action="case.pre_check_stopped",
                subject=case.id,
                facts={
                    "rule": rule.id,
                    "rules_version": check.version,
                    "zh": rule.why.zh,
                    "en": rule.why.en,
                },
            )
        if check.standing is not Standing.PASSED:
            return Opened(case, check)
        found = self._triage_of(case, now)
        case = replace(case, mode=found.mode, mode_why=found.mode_by.why, track=found.track)
        await case_store.set_handling(transaction, case)
        await audit.append(
            transaction,
            at=now,
            actor=by.id,
            action="case.triaged",
            subject=case.id,
            facts={
                "mode": found.mode.value,
                "mode_rule": found.mode_by.rule.id,
                "track": found.track.value,
                "track_rule": found.track_by.rule.id,
                "rules_version": self.triages.version,
                "zh": f"{found.track_by.rule.says.zh}；{found.mode_by.why.zh}",
                "en": f"{found.track_by.rule.says.en}; {found.mode_by.why.en}",
            },
        )
        case = await accept(
            transaction, case, by=by, now=now, calendar=self.calendar, rules=self.rules
        )
        if found.mode is Mode.ON_SITE:
            why = found.mode_by.rule.says.zh
            case = await move(transaction, case, Act.GO_ON_SITE, by=by, now=now, why=why)
        return Opened(case, check, found)

    def pre_check_of(self, case: Case, now: datetime) -> PreCheck:
        """The pre-check by what is known of a case's shop."""
        return self.pre_check(
            {k: v for k, v in case.application.facts.items() if k in DEFINITIONS}, now
        )

    def pre_check(self, answers: Mapping[str, object], now: datetime) -> PreCheck:
        """The pre-check of a shop that is no case yet. Raises `UnknownFact`, `FactWrong`."""
        return pre_check(self.sites, answers, day_of(now))

    def triage_of(self, case: Case, now: datetime) -> Triage | None:
        """How the rules handle a case; `None` before its acceptance."""
        is_early = case.state in (State.RECEIVED, State.PRE_CHECK)
        return None if is_early else self._triage_of(case, now)

    def _triage_of(self, case: Case, now: datetime) -> Triage:
        return triage(self.triages, checklist_facts(case.application.facts), day_of(now))


def _told(origin: Origin, filed: Filed) -> dict[str, object]:
    told: dict[str, object] = {
        "channel": origin.channel.value,
        "sender": origin.sender,
        "external_number": filed.external_number,
        "zh": origin.words.zh,
        "en": origin.words.en,
    }
    mandate = origin.mandate
    if mandate is not None:
        told["mandate"] = {
            "asked_by": mandate.asked_by,
            "relation": mandate.relation.value,
            "way": mandate.way.value,
            "asked_at": mandate.asked_at.isoformat(),
            "note": mandate.note,
        }
    return told
