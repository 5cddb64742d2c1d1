"""A random walk of two inspectors, a supervisor and an applicant through one case after another.

`judging` says what must be so; after each step it is asked whether the service says the same.
"""

import json
import random
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from checklists.compose import compose
from foundation.audit import audit_entry
from inspection.cases import store as case_store
from inspection.cases.facts import checklist_facts
from inspection.cases.service import Cases
from inspection.findings.store import change_table
from inspection.intake.demo import RESTAURANT
from tests.support.house import Browser
from tests.support.judging import Deviation, Judging, marks_in
from tests.support.pictures import drawn_signature

VERDICTS = [*["pass"] * 5, *["fail"] * 3, "not_applicable", "rectified"]
VERDICTS += ["needs_on_site", "needs_supplement", None]
HOT = ("KL-01", "KL-02", "EX-01", "EX-03", "OF-01", "SI-01")  # judged over and over
WEIGHTS = {"judge": 46, "settle": 14, "reconcile": 16, "propose": 7, "confirm": 6, "withdraw": 2}
WEIGHTS |= {"record": 6, "reopen": 6, "refuse": 2, "witness": 2, "take_back": 2, "sign": 2}
MOST_STEPS_OF_A_CASE = 400
AFTER_THE_END = 12
BUSY = (503, "database.busy")
MOST_READS = 20


@dataclass
class Walk:
    """One case walked through until it is signed, or long enough."""

    bureau: Any
    database: Any
    clock: Any
    dice: random.Random
    people: dict[str, Browser]
    ids: dict[str, str]
    steps: int = 0
    seen: dict[str, int] = field(default_factory=dict)

    async def open(self) -> None:
        async with self.database.reading() as view:
            case = await case_store.by_id(view, self.bureau.case_id)
            users = [case.inspector_ids[0], case.inspector_ids[1]]
        self.ids = dict(zip(("wang", "zhao"), users, strict=True))
        accepted = await Cases(self.database, self.clock).accept(
            RESTAURANT, tuple(_Id(one) for one in users)
        )
        self.case_id, self.path = accepted.id, f"/api/v1/cases/{accepted.id}"
        facts = checklist_facts(RESTAURANT.facts)
        on = accepted.accepted_at.date()
        pin = accepted.pin
        self.truth = Judging(compose(pin.templates, facts, on, pin.rules, pin.version))
        self.state, self.record, self.signed, self.refusal = "inspecting", None, [], None
        phone = await self.bureau.applicant(self.people["wang"], self.case_id)
        self.people["applicant"] = Browser(phone.client)
        await self.people["wang"].good("POST", f"{self.path}/call")
        for item in self.truth.items:
            for who in ("wang", "zhao"):
                if item not in HOT:
                    await self.say(who, item, "pass")

    def mark(self) -> str:
        self.steps += 1
        return f"#{self.steps}#"

    async def say(self, who: str, item: str, verdict: str | None) -> None:
        mark = self.mark()
        body = {"verdict": verdict, "note": mark, "reason": f"看清了 {self.steps}"}
        done = await self.people[who].ask("PUT", f"{self.path}/findings/{item}", json=body)
        if self.must(done, (200, "") if self.state == "inspecting" else (409, "finding.not_open")):
            before = self.truth.judge(who, item, verdict, mark)
            await self.kept("case.finding_set", who, item, before, body)

    def must(self, done: tuple[int, Any], expected: tuple[int, str]) -> bool:
        """Whether it was done, which has to be as expected."""
        status, answer = done
        code = answer.get("code", "") if status >= 400 else ""
        if (status, code) == BUSY:  # the machine, not the walk: it says that nothing was saved
            return False
        assert (status, code) == expected, (answer, self.state, self.steps)
        name = code or "done"
        self.seen[name] = self.seen.get(name, 0) + 1
        return status < 300

    async def kept(self, action: str, who: str, item: str, before: Any, body: dict) -> None:
        """Who, when, what, before, after and why: the newest line of the log, and one row more."""
        entry, rows = await self.last_kept()
        assert (entry.action, entry.actor, entry.at) == (action, self.ids[who], self.clock.now())
        facts = {"item": item, "before": before, "after": body["verdict"]}
        facts |= {"note": body["note"], "reason": body["reason"]}
        assert entry.facts == _sorted_json(facts)
        assert rows == self.truth.accepted

    async def last_kept(self) -> tuple[Any, int]:
        about = audit_entry.c.subject == self.case_id
        async with self.database.reading() as view:
            newest = select(audit_entry).where(about).order_by(audit_entry.c.number.desc()).limit(1)
            entry = (await view.execute(newest)).one()
            count = select(func.count()).where(change_table.c.case_id == self.case_id)
            return entry, (await view.execute(count)).scalar_one()

    # one deed each

    async def judge(self) -> None:
        who, item = self.dice.choice(("wang", "zhao")), self.dice.choice(HOT)
        await self.say(who, item, self.dice.choice(VERDICTS))

    async def settle(self) -> None:
        """Both say the same of what is open, so that the walk gets on."""
        open_now = [one for one in self.truth.items if self.truth.verdict(one) is None]
        item = self.dice.choice(open_now or HOT)
        verdict = self.dice.choice(("pass", "pass", "fail"))
        for who in ("wang", "zhao"):
            await self.say(who, item, verdict)

    async def reconcile(self) -> None:
        differing = [one for one in HOT if self.truth.differs(one)]
        item = self.dice.choice(differing or HOT) if self.dice.random() < 0.9 else HOT[0]
        who, mark = self.dice.choice(("wang", "zhao")), self.mark()
        why = self.dice.choice((" ", f"回看录像 {self.steps}", f"量过 {self.steps}"))
        body = {"verdict": self.dice.choice(("pass", "fail", "rectified")), "note": mark}
        body["reason"] = why
        address = f"{self.path}/findings/{item}/reconciliation"
        expected = (200, "")
        if not why.strip():
            expected = (422, "finding.reason_missing")
        elif self.state != "inspecting":
            expected = (409, "finding.not_open")
        elif not (self.truth.differs(item) or item in self.truth.reconciled):
            expected = (409, "finding.nothing_to_reconcile")
        if self.must(await self.people[who].ask("PUT", address, json=body), expected):
            before = self.truth.reconcile(item, body["verdict"], mark)
            await self.kept("case.finding_reconciled", who, item, before, body)

    def deviation(self, area: str) -> str:
        return f"{self.path}/conclusions/{area}/deviation"

    async def propose(self) -> None:
        who, area = self.dice.choice(("wang", "zhao")), self.dice.choice(("food", "fume"))
        wanted = self.dice.choice(("pass", "rectify", "fail", "go_on_site"))
        computed = self.truth.computed()
        expected = (200, "")
        if self.state != "inspecting":
            expected = (409, "deviation.closed")
        elif computed is None:
            expected = (409, "deviation.nothing_computed")
        elif getattr(computed, area).value == wanted:
            expected = (422, "deviation.same")
        body = {"conclusion": wanted, "reason": f"当场复测 {self.steps}"}
        done = await self.people[who].ask("PUT", self.deviation(area), json=body)
        if self.must(done, expected):
            (found,) = [
                one
                for one in (await self.case(who))["determination"]["deviations"]
                if one["area"] == area
            ]
            kept = Deviation(found["proposal"], wanted, who, self.truth.settled())
            self.truth.deviations[area] = kept

    async def confirm(self) -> None:
        who, area = self.dice.choice(("wang", "zhao", "chen")), self.dice.choice(("food", "fume"))
        found = self.truth.standing(area)
        last = self.truth.deviations.get(area)
        number = (last.number if last else 0) + self.dice.choice((0, 0, 0, 1))
        expected = (200, "")
        if self.state != "inspecting":
            expected = (409, "deviation.closed")
        elif found is None or found.number != number or found.is_confirmed:
            expected = (409, "deviation.none")
        elif found.by == who:
            expected = (409, "deviation.own")
        address = f"{self.deviation(area)}/confirmation"
        done = await self.people[who].ask("POST", address, json={"proposal": number})
        if self.must(done, expected):
            found.is_confirmed = True

    async def withdraw(self) -> None:
        who, area = self.dice.choice(("wang", "zhao", "chen")), self.dice.choice(("food", "fume"))
        expected = (200, "") if self.truth.standing(area) else (409, "deviation.none")
        if self.state != "inspecting":
            expected = (409, "deviation.closed")
        if self.must(await self.people[who].ask("DELETE", self.deviation(area)), expected):
            del self.truth.deviations[area]

    async def record_(self) -> None:
        standing = [self.truth.standing(area) for area in ("food", "fume")]
        expected = (201, "")
        if self.state != "inspecting":
            expected = (409, "case.move_not_allowed")
        elif self.truth.computed() is None:
            expected = (409, "record.open_items")
        elif any(one is not None and not one.is_confirmed for one in standing):
            expected = (409, "deviation.pending")
        done = await self.people["wang"].ask("POST", f"{self.path}/record", json={})
        if self.must(done, expected):
            self.state, self.record = "reviewing", done[1]
            for area in ("food", "fume"):
                assert done[1][f"{area}_conclusion"] == self.truth.decided(area).value

    async def reopen(self) -> None:
        expected = (200, "")
        if self.record is None:
            expected = (409, "record.missing")
        elif self.signed:
            expected = (409, "record.already_signed")
        done = await self.people["zhao"].ask("DELETE", f"{self.path}/record")
        if self.must(done, expected):
            self.state, self.record, self.refusal = "inspecting", None, None

    @property
    def is_complete(self) -> bool:
        hands = {"wang", "zhao", "applicant"} - set(self.signed)
        if self.refusal is not None and self.refusal[1]:
            hands.discard("applicant")
        return self.record is not None and not hands

    def sha256(self) -> str:
        return self.record["sha256"] if self.record else "0" * 64

    def refused(self, *then: tuple[bool, str]) -> tuple[int, str]:
        """What a deed on a record comes to: the first reason that holds."""
        reasons = ((self.record is None, "record.missing"), (self.is_complete, "record.complete"))
        code = next((code for holds, code in (*reasons, *then) if holds), "")
        return (409, code) if code else (200, "")

    async def refuse(self) -> None:
        who = self.dice.choice(("wang", "zhao"))
        body = {"reason": "申请人不同意结论", "record_sha256": self.sha256()}
        expected = self.refused(("applicant" in self.signed, "record.already_signed"))
        done = await self.people[who].ask("PUT", f"{self.path}/record/refusal", json=body)
        if self.must(done, expected):
            self.refusal = (who, False)

    async def witness(self) -> None:
        who = self.dice.choice(("wang", "zhao"))
        none = self.refusal is None or self.refusal[1]
        own = self.refusal is not None and self.refusal[0] == who
        expected = self.refused((none, "record.no_refusal"), (own, "record.own_witness"))
        address = f"{self.path}/record/refusal/witness"
        done = await self.people[who].ask("POST", address, json={"record_sha256": self.sha256()})
        if self.must(done, expected):
            self.refusal = (self.refusal[0], True)

    async def take_back(self) -> None:
        who = self.dice.choice(("wang", "zhao"))
        expected = self.refused((self.refusal is None, "record.no_refusal"))
        done = await self.people[who].ask("DELETE", f"{self.path}/record/refusal")
        if self.must(done, expected):
            self.refusal = None

    async def sign(self) -> None:
        who = self.dice.choice(("wang", "zhao", "applicant"))
        body = {"png_base64": drawn_signature(who), "record_sha256": self.sha256()}
        address = f"{self.path}/signatures"
        address = "/api/v1/visit/signature" if who == "applicant" else address
        expected = (200, "")
        if self.record is None:
            is_open = self.truth.computed() is None
            pending = any(
                (one := self.truth.standing(area)) is not None and not one.is_confirmed
                for area in ("food", "fume")
            )
            expected = (409, "record.open_items" if is_open else "record.missing")
            if not is_open and pending:
                expected = (409, "deviation.pending")
        elif who in self.signed or (who == "applicant" and self.is_complete):
            expected = (409, "record.already_signed")
        if self.must(await self.people[who].ask("POST", address, json=body), expected):
            self.signed.append(who)
            if who == "applicant":
                self.refusal = None

    # what holds after each

    async def case(self, who: str) -> Any:
        return await self.read(who, self.path)

    async def read(self, who: str, path: str) -> Any:
        for _ in range(MOST_READS):
            status, answer = await self.people[who].ask("GET", path)
            if (status, answer.get("code")) != BUSY:
                assert status == 200, answer
                return answer
        raise AssertionError("busy for too long")

    async def look(self) -> None:
        """Somebody looks: they read what they may, and the conclusions are those of the rules."""
        who = self.dice.choice(("wang", "zhao", "chen", "applicant"))
        if who == "applicant":
            seen = await self.read(who, "/api/v1/visit")
            assert marks_in(seen["findings_public"]) <= self.truth.may_read(None)
            return
        seen = await self.case(who)
        if self.state == "inspecting":
            allowed = self.truth.may_read(who if who != "chen" else None)
            assert marks_in(seen) <= allowed, (who, marks_in(seen) - allowed)
        for item in HOT:
            standing = self.truth.verdict(item)
            if self.state != "inspecting" and standing:
                assert seen["findings"][item]["verdict"] == standing
        computed, told = self.truth.computed(), seen["determination"]
        assert (told is None) == (computed is None)
        if computed is not None:
            assert told["food_conclusion"] == computed.food.value
            assert told["fume_conclusion"] == computed.fume.value
            standing = {
                area: (one.conclusion, one.is_confirmed)
                for area in ("food", "fume")
                if (one := self.truth.standing(area)) is not None
            }
            assert standing == {
                one["area"]: (one["conclusion"], one["confirmed_by"] is not None)
                for one in told["deviations"]
            }
            assert self.truth.never_improves()

    async def go(self, most: int) -> int:
        """Walks; returns the steps made."""
        ending = AFTER_THE_END
        names, weights = list(WEIGHTS), list(WEIGHTS.values())
        for step in range(min(most, MOST_STEPS_OF_A_CASE)):
            self.clock.move(seconds=1)
            _, before = await self.last_kept()
            name = self.dice.choices(names, weights)[0]
            await getattr(self, "record_" if name == "record" else name)()
            entry, rows = await self.last_kept()
            assert rows == self.truth.accepted
            assert rows >= before, "a word is never lost"
            assert entry.at <= self.clock.now()
            await self.look()
            if self.signed:
                ending -= self.is_complete
                if ending == 0:
                    await self.must_be_frozen()
                    return step + 1
        return min(most, MOST_STEPS_OF_A_CASE)

    async def must_be_frozen(self) -> None:
        """After signing, not even SQL adds or changes a word."""
        for slip in (
            "UPDATE finding_change SET verdict = 'pass' WHERE case_id = :case",
            "DELETE FROM finding_change WHERE case_id = :case",
            "INSERT INTO finding_change (case_id, item_id, verdict, note, reason, by, at)"
            " SELECT case_id, item_id, 'fail', '', '', by, at FROM finding_change"
            " WHERE case_id = :case LIMIT 1",
        ):
            with pytest.raises(IntegrityError):
                async with self.database.transaction() as transaction:
                    await transaction.execute(text(slip), {"case": self.case_id})


@dataclass(frozen=True)
class _Id:
    """What accepting a case asks of an inspector."""

    id: str


def _sorted_json(facts: dict[str, Any]) -> str:
    return json.dumps(facts, ensure_ascii=False, sort_keys=True)
