"""`server.py user add`: the first people of a bureau, added by its administrator."""

import argparse
import asyncio
import getpass
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy.exc import IntegrityError

from foundation.clock import SystemClock
from foundation.database import open_database
from foundation.errors import Problem
from foundation.identity.errors import NameTaken, PasswordTooShort, ReviewsNothing
from foundation.identity.model import Role, User
from foundation.identity.signin import LEAST_LETTERS, SignIns
from foundation.migrations import upgrade
from foundation.settings import Settings, read_settings


class ReviewsNeeded(ReviewsNothing):
    """The same, in the words of the command."""

    zh = "部门审查人员（reviewer）要用 --reviews 指明部门，其他岗位不用。请修改后重新执行。"
    en = "A reviewer needs --reviews with a department, and nobody else has it. Start again."


async def add(settings: Settings, user: User, password: str) -> User:
    """Adds somebody to the bureau. Raises `PasswordTooShort`, `NameTaken`, `ReviewsNeeded`."""
    if (user.role is Role.REVIEWER) is not bool(user.reviews):
        raise ReviewsNeeded
    if len(password) < LEAST_LETTERS:
        raise PasswordTooShort(least=LEAST_LETTERS)
    database = open_database(settings.database)
    try:
        return await SignIns(database, SystemClock()).add_user(
            username=user.username,
            name=user.name,
            role=user.role,
            department=user.department,
            password=password,
            reviews=user.reviews,
        )
    except IntegrityError as error:
        raise NameTaken(username=user.username) from error
    finally:
        await database.close()


def main(argv: Sequence[str], departments: Sequence[str] = ()) -> int:
    """`add USERNAME --name … --role … [--department … --reviews ID --data DIR --database-url URL]`.

    `departments`: ids of those that judge items.
    """
    parser = argparse.ArgumentParser(prog="server.py user")
    words = parser.add_subparsers(required=True, metavar="add")
    adding = words.add_parser("add", help="the password is asked for, or read from a pipe")
    adding.add_argument("username")
    adding.add_argument("--name", required=True, help="as it stands on records: 王建国")
    adding.add_argument("--role", required=True, choices=[role.value for role in Role])
    adding.add_argument("--department", default="")
    adding.add_argument("--reviews", default="", choices=["", *departments], metavar="DEPARTMENT")
    adding.add_argument("--data", type=Path)
    adding.add_argument("--database-url")
    given = parser.parse_args(argv)
    user = User("", given.username, given.name, Role(given.role), given.department, given.reviews)
    try:
        settings = read_settings(
            {"data": given.data, "database_url": given.database_url}, os.environ
        )
        settings.data.mkdir(parents=True, exist_ok=True)
        upgrade(settings.database)
        added = asyncio.run(add(settings, user, _password()))
    except Problem as problem:
        sys.stderr.write(f"{problem.sentence_zh}\n{problem.sentence_en}\n")
        return 2
    sys.stdout.write(f"已添加 added: {added.username} {added.name} · {added.role.value}\n")
    return 0


def _password() -> str:
    if sys.stdin.isatty():
        return getpass.getpass("密码 password: ")
    return sys.stdin.readline().rstrip("\n")
