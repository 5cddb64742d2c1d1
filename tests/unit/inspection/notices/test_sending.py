"""Each notice once, by the first way that reaches the person, whatever fails."""

import asyncio
import sqlite3
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from foundation import outbox
from foundation.identity.model import Role, User
from foundation.jobs import WillNeverWork
from foundation.text import Bilingual
from inspection.cases.machine import Act, Actor
from inspection.cases.moves import Mover
from inspection.cases.moving import move
from inspection.notices import store
from inspection.notices.gateways.gateway import NotSent
from inspection.notices.model import MOST_POSTPONED, Channel, Kind, State
from inspection.notices.plan import appointment_reminders
from inspection.notices.receipts import Receipts, Report
from inspection.notices.service import NOTICE, NoticeUnderway, Telling
from inspection.notices.texts import builtin_texts
from tests.support.notices import START, TellingHouse

BOOKED = {"start": START}
CLERK = User("usr_1", "liu", "刘敏", Role.CLERK, "窗口")


@pytest.fixture
def house(database, clock):
    return TellingHouse(database, clock)


@pytest.fixture
async def case(house):
    return await house.booked_case()


async def test_a_notice_goes_out_once_with_its_text_and_is_logged(house, case):
    await house.tell(case, Kind.BOOKED, BOOKED)
    await house.work()
    (message,) = house.sms.sent
    assert message.to == "13800138000"
    assert message.to_shown == "138****8000"
    assert "2026年11月27日（周五） 10:00" in message.text.zh
    assert message.filed == (("shop", "老街坊家常菜馆"), ("start", "2026年11月27日（周五） 10:00"))
    assert await house.only(case) == (State.SENT, ["begun", "accepted"])


async def test_the_same_occasion_is_told_once_however_often_and_by_whomever(house, case):
    for _ in range(3):
        await house.tell(case, Kind.BOOKED, BOOKED)
    again = TellingHouse(house.database, house.clock)  # after a restart
    await again.tell(case, Kind.BOOKED, BOOKED)
    await house.work()
    await again.work()
    assert len(house.sms.sent) + len(again.sms.sent) == 1
    await house.tell(case, Kind.BOOKED, BOOKED, occasion="another booking")
    await house.work()
    assert len(house.sms.sent) == 2


async def test_the_database_itself_refuses_a_second_one(house, case):
    await house.tell(case, Kind.BOOKED, BOOKED)
    ((notice, _),) = await house.of(case)
    with pytest.raises(IntegrityError):
        async with house.database.transaction() as transaction:
            await store.add(transaction, [store.Notice(**{**vars(notice), "id": "ntc_2"})])


async def test_nothing_is_told_when_the_callers_transaction_fails(house, case):
    async def book():
        async with house.database.transaction() as transaction:
            await house.notices.tell(transaction, case, Kind.BOOKED, "first", BOOKED)
            raise RuntimeError("the booking was not possible")

    with pytest.raises(RuntimeError):
        await book()
    await house.work()
    assert house.sms.sent == []
    assert await house.of(case) == []


async def test_reminders_wait_for_their_moment_and_each_goes_out_once(house, case):
    plan = appointment_reminders(START, house.clock.now())
    async with house.database.transaction() as transaction:
        await house.notices.tell_planned(transaction, [Telling(case, "booking 1", plan, BOOKED)])
    await house.work()
    assert house.sms.sent == []
    for one in plan:
        house.clock.moment = one.at - timedelta(seconds=1)
        await house.work()
        house.clock.moment = one.at
        await house.work()
        assert house.sms.sent[-1].kind is one.kind
    assert [one.kind for one in house.sms.sent] == [one.kind for one in plan]


async def test_two_workers_hand_over_a_due_notice_once(house, case):
    await house.tell(case, Kind.BOOKED, BOOKED, START - timedelta(days=1))
    house.clock.moment = START - timedelta(hours=20)
    await house.sending.queue_due()
    await TellingHouse(house.database, house.clock).sending.queue_due()
    async with house.database.reading() as view:
        ((notice, _),) = await house.of(case)
        assert len(await outbox.rows_of_lane(view, NOTICE, notice.id)) == 1


async def test_workers_at_the_same_time_share_the_work_and_repeat_none_of_it(house, case):
    for number in range(20):
        await house.tell(case, Kind.BOOKED, BOOKED, occasion=str(number))
    others = [TellingHouse(house.database, house.clock) for _ in range(3)]
    await asyncio.gather(*(one.work() for one in (house, *others)))
    assert sum(len(one.sms.sent) for one in (house, *others)) == 20
    assert {one.state for one, _ in await house.of(case)} == {State.SENT}


async def test_a_scheduled_notice_does_not_hold_back_what_is_told_now(house, case):
    await house.tell(case, Kind.APPOINTMENT_NOW, BOOKED, START - timedelta(minutes=10))
    await house.tell(case, Kind.BOOKING_CHANGED, BOOKED)
    await house.work()
    assert [one.kind for one in house.sms.sent] == [Kind.BOOKING_CHANGED]


async def test_a_reminder_that_would_come_after_its_moment_is_not_sent(house, case):
    (_, hour, _) = appointment_reminders(START, house.clock.now())
    await house.tell(case, hour.kind, BOOKED, hour.at, until=hour.until)
    house.clock.moment = hour.until  # the service was down meanwhile
    await house.work()
    assert await house.only(case) == (State.TOO_LATE, ["too_late"])
    assert house.sms.asked == 0


async def test_a_case_without_the_appointment_any_more_is_not_reminded_of_it(house, case):
    await house.tell(case, Kind.APPOINTMENT_NOW, BOOKED, START - timedelta(minutes=10))
    async with house.database.transaction() as transaction:
        await move(
            transaction,
            case,
            Act.WITHDRAW,
            by=Mover(Actor.CLERK, "usr_clerk"),
            now=house.clock.now(),
            why="申请人撤回",
        )
    house.clock.moment = START - timedelta(minutes=10)
    await house.work()
    assert await house.only(case) == (State.CANCELLED, ["cancelled"])
    assert house.sms.asked == 0


async def test_a_cancelled_occasion_is_silent_and_others_are_not(house, case):
    await house.tell(case, Kind.BOOKED, BOOKED, occasion="booking 1")
    await house.tell(case, Kind.BOOKED, BOOKED, occasion="booking 2")
    async with house.database.transaction() as transaction:
        await house.notices.cancel(transaction, case, "booking 1")
    await house.work()
    states = {one.occasion: one.state for one, _ in await house.of(case)}
    assert states == {"booking 1": State.CANCELLED, "booking 2": State.SENT}
    assert len(house.sms.sent) == 1


async def test_a_gateway_that_was_away_gets_the_message_later_and_once(house, case):
    house.sms.script = [NotSent("503")] * 2
    await house.tell(case, Kind.BOOKED, BOOKED)
    for _ in range(3):
        await house.work()
        house.clock.move(minutes=1)
    assert await house.only(case) == (
        State.SENT,
        ["begun", "postponed", "begun", "postponed", "begun", "accepted"],
    )
    assert len(house.sms.sent) == 1
    assert house.wecom.asked == 0


async def test_a_notice_that_waits_for_its_gateway_holds_back_no_other(house, case):
    house.sms.script = [NotSent("503")]
    await house.tell(case, Kind.BOOKED, BOOKED)
    await house.tell(case, Kind.APPOINTMENT_NOW, BOOKED)
    await house.work()
    assert [one.kind for one in house.sms.sent] == [Kind.APPOINTMENT_NOW]


async def test_a_row_given_up_after_faults_of_our_own_can_be_asked_for_again(house, case):
    await house.tell(case, Kind.BOOKED, BOOKED)
    ((notice, _),) = await house.of(case)
    async with house.database.transaction() as transaction:
        (row,) = await outbox.claim(transaction, [NOTICE], house.clock.now())
        await outbox.failed(
            transaction, row, error="x", is_final=True, now=house.clock.now(), spread=0
        )
    await house.notices.again(CLERK, case.id, notice.id)
    await house.work()
    assert len(house.sms.sent) == 1


async def test_an_operators_words_are_kept_without_the_number(house, case):
    house.sms.script = [WillNeverWork("13800138000 is in the blacklist, biz 900000000000000001")]
    await house.tell(case, Kind.BOOKED, BOOKED)
    await house.work()
    ((_, happened),) = await house.of(case)
    assert happened[1].said == "138****8000 is in the blacklist, biz 900000000000000001"


async def test_a_gateway_that_stays_away_is_passed_over_after_a_while(house, case):
    house.sms.script = [NotSent("503")] * 100
    await house.tell(case, Kind.BOOKED, BOOKED)
    for _ in range(MOST_POSTPONED):
        await house.work()
        house.clock.move(minutes=5)
    assert house.sms.asked == MOST_POSTPONED
    assert len(house.wecom.sent) == 1


async def test_when_every_way_stays_closed_the_notice_ends_and_holds_back_nothing(house, case):
    house.sms.script, house.wecom.script = [NotSent("503")] * 12, [NotSent("503")] * 7
    await house.tell(case, Kind.BOOKED, BOOKED)
    for _ in range(outbox.MOST_TRIES):
        await house.work()
        house.clock.move(hours=9)
    assert (await house.only(case))[0] is State.UNDELIVERED
    house.sms.script, house.wecom.script = [], []
    await house.tell(case, Kind.BOOKED, BOOKED, occasion="next")
    await house.work()
    assert len(house.sms.sent) == 1


async def test_a_refused_message_goes_the_second_way_at_once_without_the_link(house, case):
    house.sms.script = [WillNeverWork("isv.MOBILE_NUMBER_ILLEGAL")]
    link = {"link": "https://a.example/j/secret", "token": "secret", "until": START}
    await house.tell(case, Kind.INVITATION, link)
    await house.work()
    (message,) = house.wecom.sent
    assert "secret" not in message.shown.zh + message.shown.en
    assert await house.only(case) == (State.SENT, ["begun", "refused", "begun", "accepted"])


async def test_an_unanswered_message_is_never_repeated_on_that_way(house, case):
    house.sms.script, house.wecom.script = [ConnectionResetError("gone")], [WillNeverWork("no")]
    await house.tell(case, Kind.BOOKED, BOOKED)
    for _ in range(3):
        await house.work()
        house.clock.move(hours=1)
    assert (house.sms.asked, house.wecom.asked) == (1, 1)
    assert (await house.only(case))[0] is State.UNCERTAIN


async def test_a_worker_that_dies_while_sending_does_not_make_it_twice(house, case):
    house.sms.script = [KeyboardInterrupt()]  # as a kill: nothing after it runs
    await house.tell(case, Kind.BOOKED, BOOKED)
    with pytest.raises(KeyboardInterrupt):
        await house.work()
    house.clock.move(minutes=2)
    await house.work()
    assert house.sms.asked == 1
    assert len(house.wecom.sent) == 1
    assert await house.only(case) == (State.SENT, ["begun", "unanswered", "begun", "accepted"])


@pytest.mark.parametrize("is_delivered", [True, False])
async def test_a_receipt_counts_once_and_an_undelivered_message_goes_the_second_way_once(
    house, case, is_delivered
):
    receipts = Receipts(house.database, house.clock)
    await house.tell(case, Kind.BOOKED, BOOKED)
    await house.work()
    report = Report("", "receipt-sms-1", is_delivered, "DELIVRD")
    assert await receipts.note("test-sms", [report, report]) == 1
    assert await receipts.note("test-sms", [report]) == 0
    await house.work()
    assert len(house.wecom.sent) == (0 if is_delivered else 1)
    state, _ = await house.only(case)
    assert state is (State.DELIVERED if is_delivered else State.SENT)


async def test_a_receipt_settles_what_nobody_answered(house, case):
    house.sms.script, house.wecom.script = [TimeoutError()], [WillNeverWork("no")]
    await house.tell(case, Kind.BOOKED, BOOKED)
    await house.work()
    ((_, happened),) = await house.of(case)
    report = Report(happened[0].attempt_id, "biz-1", is_delivered=True, said="DELIVERED")
    assert await Receipts(house.database, house.clock).note("test-sms", [report]) == 1
    assert (await house.only(case))[0] is State.DELIVERED


async def test_a_receipt_that_says_no_ends_the_doubt(house, case):
    house.sms.script, house.wecom.script = [TimeoutError()], [WillNeverWork("no")]
    await house.tell(case, Kind.BOOKED, BOOKED)
    await house.work()
    ((_, happened),) = await house.of(case)
    report = Report(happened[0].attempt_id, "biz-1", is_delivered=False, said="空号")
    assert await Receipts(house.database, house.clock).note("test-sms", [report]) == 1
    state, _ = await house.only(case)
    assert state is State.UNDELIVERED


async def test_a_late_report_of_an_earlier_round_does_not_divert_what_was_asked_for_again(
    house, case
):
    await house.tell(case, Kind.BOOKED, BOOKED)
    await house.work()
    ((notice, _),) = await house.of(case)
    await house.notices.again(CLERK, case.id, notice.id)
    report = Report("", "receipt-sms-1", is_delivered=False, said="空号")
    await Receipts(house.database, house.clock).note("test-sms", [report])
    await house.work()
    assert (len(house.sms.sent), len(house.wecom.sent)) == (2, 0)


async def test_receipts_of_others_and_of_unknown_messages_change_nothing(house, case):
    await house.tell(case, Kind.BOOKED, BOOKED)
    await house.work()
    receipts = Receipts(house.database, house.clock)
    unknown = Report("", "somebody else's", is_delivered=False, said="")
    foreign = Report("", "receipt-sms-1", is_delivered=False, said="")
    assert await receipts.note("test-sms", [unknown, Report("", "", True, "")]) == 0
    assert await receipts.note("test-wecom", [foreign]) == 0


async def test_the_words_of_a_notice_are_not_readable_in_the_database(house, case):
    link = {"link": "https://a.example/j/qwertz", "token": "qwertz", "until": START}
    await house.tell(case, Kind.INVITATION, link)
    async with house.database.reading() as view:
        (row,) = (await view.execute(text("SELECT * FROM notice"))).all()
    assert "qwertz" not in str(row)


async def test_a_lost_service_key_ends_the_notice_with_a_sentence(house, case):
    await house.tell(case, Kind.BOOKED, BOOKED)
    async with house.database.transaction() as transaction:
        await transaction.execute(text("UPDATE notice SET sealed = 'AAAA'"))
    await house.work()
    ((notice, (happened,)),) = await house.of(case)
    assert notice.state is State.UNDELIVERED
    assert "service's key" in happened.said


async def test_a_text_that_was_changed_meanwhile_ends_the_notice_with_a_sentence(house, case):
    await house.tell(case, Kind.BOOKED, BOOKED, START - timedelta(days=1))
    booked = builtin_texts()[Kind.BOOKED]
    changed = replace(booked, text=Bilingual("{shop} {start} {room}", "{shop} {start} {room}"))
    house.use({Channel.SMS: house.sms}, {**builtin_texts(), Kind.BOOKED: changed})
    house.clock.moment = START - timedelta(days=1)
    await house.work()
    ((notice, (happened,)),) = await house.of(case)
    assert notice.state is State.UNDELIVERED
    assert "text was changed" in happened.said


async def test_what_happened_stays(house, case, tmp_path):
    await house.tell(case, Kind.BOOKED, BOOKED)
    await house.work()
    async with house.database.reading() as view:
        file = (await view.execute(text("PRAGMA database_list"))).all()[0][2]
    with sqlite3.connect(file) as other:
        for statement in (
            "UPDATE notice_event SET said = ''",
            "DELETE FROM notice_event",
            "INSERT OR REPLACE INTO notice_event SELECT * FROM notice_event",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="no row is replaced"):
                other.execute(statement)


async def test_what_is_still_on_its_way_is_not_asked_for_again(house, case):
    await house.tell(case, Kind.BOOKED, BOOKED)
    ((notice, _),) = await house.of(case)
    with pytest.raises(NoticeUnderway):
        await house.notices.again(CLERK, case.id, notice.id)
    await house.work()
    await house.notices.again(CLERK, case.id, notice.id)
    await house.work()
    assert len(house.sms.sent) == 2
