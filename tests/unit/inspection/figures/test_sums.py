"""The sums that figures are read from are the rows counted anew, in whatever order they came."""

from collections import Counter
from dataclasses import asdict, replace

from sqlalchemy import delete, select

from inspection.figures import sums
from inspection.figures.formulas import Counted, figures_of
from inspection.figures.model import Group, ItemCount, item_counts
from inspection.figures.store import outcome_table
from tests.support.many_cases import fill
from tests.support.many_outcomes import conclude_many, outcome

ALWAYS = "2000-01", "2099-12"
TABLES = sums.outcome_sum_table, sums.item_sum_table
FORMATS, PAIRS = ("中型餐馆", "饮品店", "单位食堂"), (("usr_a", "usr_b"), ("usr_b", "usr_c"))


def outcomes(clock, count=60):
    made = []
    for number in range(count):
        clock.move(days=1)
        case = number, f"case_{number}", clock.now()
        made.append(outcome(*case, FORMATS[number % 3], PAIRS[number % 2]))
    return made


def counted_anew(made, group, months):
    found = Counter()
    for one in made:
        if months[0] <= one.month <= months[1]:
            facts = one.is_first, one.is_passed, one.half_days, one.is_late
            found.update((key, *facts) for key in one.keys[group])
    return [Counted(*alike, count) for alike, count in found.items()]


def items_anew(made):
    found = {}
    for one in made:
        for item, count in item_counts(one).items():
            found.setdefault(item, Counter()).update(asdict(count))
    return {item: ItemCount(**count) for item, count in found.items()}


async def test_each_group_and_each_item_is_summed_as_it_is_counted(database, clock):
    made = outcomes(clock)
    async with database.transaction() as transaction:
        for one in made:
            await sums.add_outcome(transaction, one)
        for months in (ALWAYS, (made[20].month, made[40].month)):
            for group in Group:
                found = await sums.counted(transaction, group, *months)
                assert sorted(found, key=repr) == sorted(
                    counted_anew(made, group, months), key=repr
                )
            whole = figures_of("", await sums.counted_whole(transaction, *months))
            assert whole == figures_of("", counted_anew(made, Group.MONTH, months))
        assert await sums.items(transaction, *ALWAYS) == items_anew(made)


async def test_what_is_taken_back_is_as_if_it_had_not_been_added(database, clock):
    made = outcomes(clock)[0]
    async with database.transaction() as transaction:
        for sign in (1, 1, -1):
            count = {"EX-01": ItemCount(seen=sign * 3, found_other=sign)}
            await sums.add_items(transaction, made, count)
        found = await sums.items(transaction, *ALWAYS)
    assert found == {"EX-01": ItemCount(seen=3, found_other=1)}


async def test_an_office_counts_its_own_and_all_of_them_make_the_whole(database, clock):
    made = [
        replace(one, unit_id=("half", "town")[number % 2])
        for number, one in enumerate(outcomes(clock))
    ]
    async with database.transaction() as transaction:
        for one in made:
            await sums.add_outcome(transaction, one)
        for units in ({"half"}, {"town"}, {"half", "town"}):
            theirs = [one for one in made if one.unit_id in units]
            found = await sums.counted(transaction, Group.FORMAT, *ALWAYS, frozenset(units))
            anew = counted_anew(theirs, Group.FORMAT, ALWAYS)
            assert sorted(found, key=repr) == sorted(anew, key=repr)
            assert await sums.items(transaction, *ALWAYS, frozenset(units)) == items_anew(theirs)


async def test_cases_put_in_in_bulk_have_the_sums_of_cases_put_in_one_by_one(database, clock):
    await fill(database, clock.now(), 120, PAIRS)
    done = await conclude_many(database)
    assert done > 30  # the others of the last days are still open

    async def kept(transaction):
        return [sorted((await transaction.execute(select(table))).all()) for table in TABLES]

    async with database.transaction() as transaction:
        in_bulk = await kept(transaction)
        for table in TABLES:
            await transaction.execute(delete(table))
        row = outcome_table.c
        kept_rows = await transaction.execute(select(outcome_table).order_by(row.case_id))
        for number, one in enumerate(kept_rows.all()):
            people = one.first_inspector_id, one.second_inspector_id
            case = number, one.case_id, one.concluded_at, one.format_zh, people
            await sums.add_outcome(transaction, outcome(*case))
        assert await kept(transaction) == in_bulk
