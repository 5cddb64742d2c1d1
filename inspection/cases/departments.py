"""Departments at a case: who is concerned, who judges and signs for whom, calling in a reviewer."""

from collections.abc import Mapping
from dataclasses import dataclass

from checklists.compose import Entry
from checklists.load import builtin_departments
from checklists.merge import parts_of
from checklists.template import Area, Department
from foundation import audit
from foundation.clock import Clock
from foundation.database import Database, Transaction
from foundation.errors import Kind, Problem
from foundation.identity.model import Role, User
from foundation.identity.store import users_in_role
from inspection.cases import rights, store
from inspection.cases.checklist import checklist_of
from inspection.cases.machine import MOVES, STATE_ZH, Act, State
from inspection.cases.model import Case

# The bureau that leads the inspection: its own inspectors judge its items, nobody is called in.
LEAD = "approval"
_OPEN = MOVES[Act.OPEN_CALL].sources | {State.INSPECTING}


class DepartmentNotConcerned(Problem):
    """The shop's checklist asks nothing of this department, or it is the lead's own."""

    kind = Kind.CONFLICT
    code = "department.not_concerned"
    zh = "这个部门不需要审查人员：本店没有它要查的项目，或由勘验人员自己负责。"
    en = "No reviewer is needed here: nothing of this department is asked, or the inspectors do it."


class NotItsReviewer(Problem):
    """Only a reviewer of the department can judge for it."""

    kind = Kind.CONFLICT
    code = "department.not_its_reviewer"
    zh = "所选人员不是这个部门的审查人员，请从名单中选择。"
    en = "This person is no reviewer of the department. Choose one from the list."


class AssignmentClosed(Problem):
    """Who judges does not change after the judging."""

    kind = Kind.CONFLICT
    code = "department.assignment_closed"
    zh = "办件现在是“{state_zh}”，不能再更换部门审查人员。"
    en = "The case is “{state}”, so reviewers can not be changed any more."


class OtherDepartment(Problem):
    """What belongs to one department is judged and concluded by its own people."""

    kind = Kind.CONFLICT
    code = "department.other"
    zh = "这由{zh}的人员判定，您可以查看，不能判定。"
    en = "The people of {en} judge this; you can see it, but not judge it."


class ReviewersMissing(Problem):
    """This bureau lets every concerned department judge for itself."""

    kind = Kind.CONFLICT
    code = "department.reviewers_missing"
    zh = "还没有指定审查人员的部门：{zh}。请先由窗口或督办人员指定。"
    en = "No reviewer is assigned for: {en}. A clerk or supervisor has to assign them first."


@dataclass(frozen=True)
class Concern:
    """A department that has items of this shop. `candidates`: its reviewers."""

    department: Department
    entries: tuple[Entry, ...]
    reviewer_id: str | None
    candidates: tuple[User, ...] = ()

    @property
    def is_lead(self) -> bool:
        """Whether it is the bureau that leads."""
        return self.department.id == LEAD


def department_of(area: Area) -> Department:
    """The department whose conclusion this area's is."""
    return next(one for one in builtin_departments().values() if one.concludes is area)


def concerned(
    case: Case, candidates: Mapping[str, tuple[User, ...]] | None = None
) -> list[Concern]:
    """The departments that have items of this shop, in the order of the data file."""
    parts = parts_of(checklist_of(case))
    return [
        Concern(
            department,
            parts[department.id],
            case.reviewer_ids.get(department.id),
            (candidates or {}).get(department.id, ()),
        )
        for department in builtin_departments().values()
        if department.id in parts
    ]


async def reviewers_by_department(view: Transaction) -> dict[str, tuple[User, ...]]:
    """Everybody who can be called, by the department they review."""
    found: dict[str, tuple[User, ...]] = {}
    for one in await users_in_role(view, Role.REVIEWER):
        found[one.reviews] = (*found.get(one.reviews, ()), one)
    return found


def must_have_reviewers(case: Case) -> None:
    """Raises `ReviewersMissing` naming each concerned department without a reviewer."""
    missing = [
        one.department.title
        for one in concerned(case)
        if one.reviewer_id is None and not one.is_lead
    ]
    if missing:
        raise ReviewersMissing(
            zh="、".join(one.zh for one in missing), en=", ".join(one.en for one in missing)
        )


def must_be_theirs(user: User, case: Case, department: str) -> None:
    """Raises `OtherDepartment` unless this person judges the department's items at this case."""
    if user.id not in case.judges_of(department):
        title = builtin_departments()[department].title
        raise OtherDepartment(zh=title.zh, en=title.en)


class Assignments:
    """The use case of calling a department's reviewer to a case."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def assign(
        self, user: User, case_id: str, department: str, reviewer_id: str | None
    ) -> Case:
        """Who judges and signs for a department; `None`: the case's inspectors on its behalf.

        What the earlier judge said of its items is kept, and counts no longer.

        Raises:
            DepartmentNotConcerned, NotItsReviewer.
            AssignmentClosed: the record is made.
        """
        async with self._database.transaction() as transaction:
            case = rights.must_keep(user, await store.by_id(transaction, case_id))
            if case.state not in _OPEN:
                raise AssignmentClosed(state_zh=STATE_ZH[case.state], state=case.state.value)
            concern = next(
                (one for one in concerned(case) if one.department.id == department), None
            )
            if concern is None or concern.is_lead:
                raise DepartmentNotConcerned
            chosen: User | None = None
            if reviewer_id is not None:
                known = {one.id: one for one in await users_in_role(transaction, Role.REVIEWER)}
                chosen = known.get(reviewer_id)
                if chosen is None or chosen.reviews != department:
                    raise NotItsReviewer
            await store.set_reviewer(transaction, case.id, department, reviewer_id)
            title = concern.department.title
            await audit.append(
                transaction,
                at=self._clock.now(),
                actor=user.id,
                action="case.reviewer_assigned" if chosen else "case.reviewer_removed",
                subject=case.id,
                facts={
                    "department": department,
                    "zh": title.zh,
                    "en": title.en,
                    "reviewer": chosen.id if chosen else None,
                    "name": chosen.name if chosen else None,
                },
            )
            return case
