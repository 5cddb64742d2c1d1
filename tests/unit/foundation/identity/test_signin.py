import pytest

from foundation.identity.errors import NotSignedIn, TooManyTries, WrongPassword
from foundation.identity.model import Role
from foundation.identity.signin import SignIns


@pytest.fixture
async def sign_ins(database, clock):
    made = SignIns(database, clock)
    await made.add_user(
        username="wang",
        name="王建国",
        role=Role.INSPECTOR,
        department="勘验科",
        password="right one",
    )
    return made


async def test_the_right_password_opens_and_the_cookie_names_the_user(sign_ins):
    made, secret = await sign_ins.sign_in("wang", "right one", "10.0.0.1")
    assert (await sign_ins.current(secret)).user == made.user


@pytest.mark.parametrize(("name", "word"), [("wang", "wrong"), ("nobody", "right one")])
async def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(sign_ins, name, word):
    with pytest.raises(WrongPassword):
        await sign_ins.sign_in(name, word, "10.0.0.1")


async def test_guessing_stops_after_ten_tries_but_another_address_can_still_sign_in(
    sign_ins, clock
):
    for _ in range(10):
        with pytest.raises(WrongPassword):
            await sign_ins.sign_in("wang", "guess", "10.0.0.66")
    with pytest.raises(TooManyTries):
        await sign_ins.sign_in("wang", "right one", "10.0.0.66")
    assert await sign_ins.sign_in("wang", "right one", "10.0.0.1")
    clock.move(minutes=5)
    assert await sign_ins.sign_in("wang", "right one", "10.0.0.66")


async def test_a_sign_in_ends_after_thirty_idle_minutes(sign_ins, clock):
    _, secret = await sign_ins.sign_in("wang", "right one", "10.0.0.1")
    clock.move(minutes=29)
    await sign_ins.current(secret)
    clock.move(minutes=29)
    await sign_ins.current(secret)
    clock.move(minutes=30)
    with pytest.raises(NotSignedIn):
        await sign_ins.current(secret)


async def test_a_sign_in_ends_after_twelve_hours_though_it_is_used(sign_ins, clock):
    _, secret = await sign_ins.sign_in("wang", "right one", "10.0.0.1")
    for _ in range(35):
        clock.move(minutes=20)
        await sign_ins.current(secret)
    clock.move(minutes=20)
    with pytest.raises(NotSignedIn):
        await sign_ins.current(secret)


async def test_signing_out_ends_it_at_once(sign_ins):
    _, secret = await sign_ins.sign_in("wang", "right one", "10.0.0.1")
    await sign_ins.sign_out(secret)
    with pytest.raises(NotSignedIn):
        await sign_ins.current(secret)
