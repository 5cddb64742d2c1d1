import asyncio
import io

import pytest

from foundation.clock import SystemClock
from foundation.database import open_database
from foundation.identity.admin import main
from foundation.identity.signin import SignIns

WANTED = ["add", "wang", "--name", "王建国", "--role", "inspector", "--department", "勘验科"]


@pytest.fixture
def typed(monkeypatch):
    def types(password):
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))

    return types


async def signed_in(data, password):
    database = open_database(f"sqlite+aiosqlite:///{data / 'yunkan.db'}")
    try:
        return (await SignIns(database, SystemClock()).sign_in("wang", password, ""))[0].user
    finally:
        await database.close()


def test_an_administrator_adds_an_inspector_who_can_sign_in(tmp_path, typed, capsys):
    typed("a long enough password")
    assert main([*WANTED, "--data", str(tmp_path)]) == 0
    assert "王建国" in capsys.readouterr().out
    user = asyncio.run(signed_in(tmp_path, "a long enough password"))
    assert (user.name, user.department) == ("王建国", "勘验科")


def test_a_short_password_and_a_taken_name_are_refused_in_both_languages(tmp_path, typed, capsys):
    typed("short")
    assert main([*WANTED, "--data", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert "密码至少" in said
    assert "at least" in said
    for expected in (0, 2):
        typed("a long enough password")
        assert main([*WANTED, "--data", str(tmp_path)]) == expected
    said = capsys.readouterr().err
    assert "已存在" in said
    assert "taken" in said


@pytest.mark.parametrize(
    ("role", "reviews", "expected"),
    [
        ("reviewer", ["--reviews", "market"], 0),
        ("reviewer", [], 2),
        ("inspector", ["--reviews", "market"], 2),
    ],
)
def test_a_reviewer_and_nobody_else_is_of_a_department(
    tmp_path, typed, capsys, role, reviews, expected
):
    typed("a long enough password")
    wanted = ["add", "he", "--name", "何静", "--role", role, *reviews, "--data", str(tmp_path)]
    assert main(wanted, ["market", "urban"]) == expected
    if expected:
        assert "--reviews" in capsys.readouterr().err


def test_a_department_nobody_knows_is_refused_with_the_known_ones(tmp_path, typed, capsys):
    typed("a long enough password")
    wanted = ["add", "he", "--name", "何静", "--role", "reviewer", "--reviews", "tax"]
    with pytest.raises(SystemExit):
        main([*wanted, "--data", str(tmp_path)], ["market", "urban"])
    assert "market" in capsys.readouterr().err
