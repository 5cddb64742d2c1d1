"""Changes of the database, one file per change; `upgrade` brings any older one up to date."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

VERSIONS = Path(__file__).parent / "versions"
_SQLITE = re.compile(r"sqlite(?:\+\w+)?:///(/.+)")
_LINK = re.compile(r'^(revision|down_revision) = "(\w+)"$', re.MULTILINE)


def upgrade(url: str) -> None:
    """Brings the database at `url` to the newest shape; safe to run again after a kill.

    Runs synchronously with its own connection: call it before the service starts.
    """
    if is_current(url):
        return  # a restart in the middle of calls need not wait for Alembic to load (0.4-0.9 s)
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("sqlalchemy.url", url.replace("+aiosqlite", "").replace("%", "%%"))
    command.upgrade(config, "head")


def is_current(url: str) -> bool:
    """Whether the SQLite file at `url` has the newest shape; `False` when that is not sure."""
    found = _SQLITE.fullmatch(url)
    if found is None or not Path(found[1]).is_file():
        return False
    try:
        with closing(sqlite3.connect(found[1])) as connection:
            rows = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    except sqlite3.Error:
        return False
    return [version for (version,) in rows] == [newest()]


def newest() -> str:
    """The change that no other follows."""
    links = [dict(_LINK.findall(file.read_text("utf-8"))) for file in VERSIONS.glob("*.py")]
    followed = {one.get("down_revision") for one in links}
    (last,) = {one["revision"] for one in links} - followed
    return last
