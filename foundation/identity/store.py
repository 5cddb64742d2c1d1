"""SQL of users, sign-ins and one-time links."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Boolean, Column, ForeignKey, String, Table, insert, select, update

from foundation.database import Moment, Transaction, metadata
from foundation.identity.model import Role, SignIn, User
from foundation.identity.tree import ROOT
from foundation.identity.unit_store import reach_of

user_table = Table(
    "user",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("username", String(64), nullable=False, unique=True),
    Column("name", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("department", String(64), nullable=False),
    Column("password_hash", String(200), nullable=False),
    Column("is_active", Boolean, nullable=False),
    Column("reviews", String(32), nullable=False, server_default=""),
    Column("unit_id", String(40), nullable=False, server_default=ROOT),
    Column("one_time_until", Moment),  # its password was given out; NULL: their own
    Column("signed_in_at", Moment),
)

sign_in_table = Table(
    "sign_in",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("secret_hash", String(64), nullable=False, unique=True),
    Column("user_id", String(40), ForeignKey("user.id"), nullable=False, index=True),
    Column("created_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("ended_at", Moment),
)

link_table = Table(
    "one_time_link",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("secret_hash", String(64), nullable=False, unique=True),
    Column("case_id", String(40), nullable=False, index=True),
    Column("made_by", String(40), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("claimed_at", Moment),
    Column("device_hash", String(64), unique=True),
    Column("revoked_at", Moment),
)


def user_of(row: Mapping[str, str]) -> User:
    """The user of a joined or plain row."""
    return User(
        id=row["id"],
        username=row["username"],
        name=row["name"],
        role=Role(row["role"]),
        department=row["department"],
        reviews=row["reviews"],
        unit=row["unit_id"],
    )


async def add_user(
    transaction: Transaction,
    user: User,
    password_hash: str,
    one_time_until: datetime | None = None,
) -> None:
    """Adds somebody; the name must be free."""
    await transaction.execute(
        insert(user_table).values(
            id=user.id,
            username=user.username,
            name=user.name,
            role=user.role.value,
            department=user.department,
            reviews=user.reviews,
            unit_id=user.unit,
            one_time_until=one_time_until,
            password_hash=password_hash,
            is_active=True,
        )
    )


@dataclass(frozen=True)
class Account:
    """A user with what signing in asks; `one_time_until`: until when a given password holds."""

    user: User
    password_hash: str
    one_time_until: datetime | None


async def account(view: Transaction, username: str) -> Account | None:
    """An active user's account."""
    row = (
        (
            await view.execute(
                select(user_table).where(
                    user_table.c.username == username, user_table.c.is_active.is_(True)
                )
            )
        )
        .mappings()
        .first()
    )
    if row is None:
        return None
    user = await with_reach(view, user_of(dict(row)))
    return Account(user, row["password_hash"], row["one_time_until"])


async def with_reach(view: Transaction, user: User) -> User:
    """The user with the offices below their own."""
    return replace(user, reach=await reach_of(view, user.unit))


async def users_by_id(view: Transaction, ids: set[str]) -> dict[str, User]:
    """Those of the ids that exist."""
    rows = await view.execute(select(user_table).where(user_table.c.id.in_(ids)))
    return {row["id"]: user_of(dict(row)) for row in rows.mappings()}


async def users_in_role(view: Transaction, *roles: Role) -> list[User]:
    """All active ones in any of the roles, by name."""
    rows = await view.execute(
        select(user_table)
        .where(
            user_table.c.role.in_([one.value for one in roles]), user_table.c.is_active.is_(True)
        )
        .order_by(user_table.c.name, user_table.c.id)
    )
    return [user_of(dict(row)) for row in rows.mappings()]


async def add_sign_in(transaction: Transaction, sign_in: SignIn, secret_hash: str) -> None:
    """A new login; its secret stays in the browser."""
    await transaction.execute(
        insert(sign_in_table).values(
            id=sign_in.id,
            secret_hash=secret_hash,
            user_id=sign_in.user.id,
            created_at=sign_in.created_at,
            seen_at=sign_in.seen_at,
        )
    )
    await transaction.execute(
        update(user_table)
        .where(user_table.c.id == sign_in.user.id)
        .values(signed_in_at=sign_in.created_at)
    )


async def sign_in_by_hash(view: Transaction, secret_hash: str) -> SignIn | None:
    """The login that is neither ended nor of a disabled user."""
    row = (
        (
            await view.execute(
                select(
                    sign_in_table.c.id.label("sign_in_id"),
                    sign_in_table.c.created_at,
                    sign_in_table.c.seen_at,
                    user_table,
                )
                .join(user_table, user_table.c.id == sign_in_table.c.user_id)
                .where(
                    sign_in_table.c.secret_hash == secret_hash,
                    sign_in_table.c.ended_at.is_(None),
                    user_table.c.is_active.is_(True),
                )
            )
        )
        .mappings()
        .first()
    )
    if row is None:
        return None
    user = await with_reach(view, user_of(dict(row)))
    must_change = row["one_time_until"] is not None
    return SignIn(row["sign_in_id"], user, row["created_at"], row["seen_at"], must_change)


async def touch_sign_in(transaction: Transaction, sign_in_id: str, now: datetime) -> None:
    """It was used just now."""
    await transaction.execute(
        update(sign_in_table).where(sign_in_table.c.id == sign_in_id).values(seen_at=now)
    )


async def end_sign_in(transaction: Transaction, sign_in_id: str, now: datetime) -> None:
    """Signed out."""
    await transaction.execute(
        update(sign_in_table).where(sign_in_table.c.id == sign_in_id).values(ended_at=now)
    )


async def end_sign_ins(
    transaction: Transaction, user_id: str, now: datetime, but: str | None = None
) -> None:
    """Ends all of a user's logins, on every browser; `but`: the id of one that goes on."""
    await transaction.execute(
        update(sign_in_table)
        .where(
            sign_in_table.c.user_id == user_id,
            sign_in_table.c.ended_at.is_(None),
            sign_in_table.c.id != (but or ""),
        )
        .values(ended_at=now)
    )


async def set_password(
    transaction: Transaction, user_id: str, password_hash: str, one_time_until: datetime | None
) -> None:
    """Another password; `one_time_until`: it was given out, and holds no longer than that."""
    await transaction.execute(
        update(user_table)
        .where(user_table.c.id == user_id)
        .values(password_hash=password_hash, one_time_until=one_time_until)
    )


async def password_hash_of(view: Transaction, user_id: str) -> str:
    """The stored hash of somebody's password."""
    found = await view.scalar(select(user_table.c.password_hash).where(user_table.c.id == user_id))
    return found or ""
