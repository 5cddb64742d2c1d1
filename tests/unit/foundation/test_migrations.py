import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from foundation.migrations import VERSIONS, is_current, newest, upgrade


@pytest.fixture
def url(tmp_path):
    return f"sqlite+aiosqlite:///{tmp_path / 'yunkan.db'}"


def test_the_newest_change_is_the_one_alembic_would_go_to():
    config = Config()
    config.set_main_option("script_location", str(VERSIONS.parent))
    assert newest() == ScriptDirectory.from_config(config).get_current_head()


def test_only_a_database_that_had_every_change_is_current(url, tmp_path):
    assert not is_current(url), "there is none yet"
    (tmp_path / "yunkan.db").write_bytes(b"")
    assert not is_current(url), "empty"
    upgrade(url)
    assert is_current(url)
    with sqlite3.connect(tmp_path / "yunkan.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    connection.close()
    assert not is_current(url)
    assert not is_current("postgresql://somewhere/else"), "not ours to judge"


def test_a_start_on_a_current_database_does_not_load_alembic(url):
    upgrade(url)
    program = (
        "import sys; from foundation.migrations import upgrade; upgrade(sys.argv[1]);"
        "sys.exit('alembic' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program, url], check=True)


def up_to(url, revision):
    config = Config()
    config.set_main_option("script_location", str(VERSIONS.parent))
    config.set_main_option("sqlalchemy.url", url.replace("+aiosqlite", ""))
    command.upgrade(config, revision)


_EVIDENCE = (
    "INSERT INTO evidence (id, case_id, item_id, origin, sha256, width_px, height_px, size_bytes,"
    " captured_at, kept_at, by) VALUES ('e1', 'c1', 'KL-01', 'still', 'x', 1, 1, 1,"
    " '2026-11-25', '2026-11-25', 'u')"
)
_FINDING = (
    "INSERT INTO finding_change (case_id, item_id, verdict, note, reason, by, at)"
    " VALUES ('{}', 'KL-01', 'pass', '', '', 'u', '2026-11-25')"
)
_COMMITMENT = (
    "INSERT INTO commitment (id, case_id, item_id, sha256, width_px, height_px, taken_at,"
    " committed_at) VALUES ('s1', 'c1', 'KL-01', 'x', 1, 1, '2026-11-25', '2026-11-25')"
)
_RECORD = (
    "INSERT INTO record (id, case_id, sha256, content, made_at, made_by, food_conclusion,"
    " fume_conclusion) VALUES ('r', 'c1', 'x', '{}', '2026-11-25', 'u', 'pass', 'pass')"
)


def test_longer_item_ids_keep_every_row_index_and_trigger(url, tmp_path):
    up_to(url, "0005")
    with closing(sqlite3.connect(tmp_path / "yunkan.db")) as db:
        for line in (_EVIDENCE, _FINDING.format("c1"), _COMMITMENT):
            db.execute(line)
        db.commit()
        kept = "SELECT type, name FROM sqlite_master WHERE type <> 'table' ORDER BY name"
        before = db.execute(kept).fetchall()
    up_to(url, "0006")
    with closing(sqlite3.connect(tmp_path / "yunkan.db", isolation_level=None)) as db:
        assert set(before) <= set(db.execute(kept).fetchall())
        for table in ("evidence", "finding_change", "commitment"):
            types = {row[1]: row[2] for row in db.execute(f"PRAGMA table_info({table})")}
            assert types["item_id"] == "VARCHAR(24)"
            assert db.execute(f"SELECT count(*) FROM {table}").fetchone() == (1,)  # noqa: S608
        for change in (
            "UPDATE finding_change SET verdict = 'fail'",
            "DELETE FROM finding_change",
            "UPDATE evidence SET item_id = 'KL-02'",
            "DELETE FROM evidence",
            "UPDATE commitment SET sha256 = 'y'",
            "DELETE FROM commitment",
        ):
            with pytest.raises(sqlite3.IntegrityError):
                db.execute(change)
        db.execute(_RECORD)
        with pytest.raises(sqlite3.IntegrityError, match="frozen"):
            db.execute(_FINDING.format("c1"))
        db.execute(_FINDING.format("c2"))


@pytest.mark.parametrize(
    ("added", "changes"),
    [
        (
            "INSERT INTO template_version (number, kind, family, version, origin, text, sha256,"
            " published_by, published_at)"
            " VALUES (1, 'template', 'kl', '1', 'builtin', 'x', 'x', 'u', '2026-11-25')",
            ("UPDATE template_version SET text = 'y'", "DELETE FROM template_version"),
        ),
        (
            "INSERT INTO template_set (version, members) VALUES ('v', 'x')",
            ("UPDATE template_set SET members = 'y'", "DELETE FROM template_set"),
        ),
    ],
)
def test_what_was_published_is_never_changed(url, tmp_path, added, changes):
    upgrade(url)
    with closing(sqlite3.connect(tmp_path / "yunkan.db", isolation_level=None)) as db:
        db.execute(added)
        for change in changes:
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                db.execute(change)


def test_no_row_that_stays_is_replaced_by_another_of_its_key(url, tmp_path):
    upgrade(url)
    with closing(sqlite3.connect(tmp_path / "yunkan.db", isolation_level=None)) as db:
        stays = db.execute(
            "SELECT DISTINCT tbl_name FROM sqlite_master"
            " WHERE type = 'trigger' AND sql LIKE '%BEFORE DELETE ON%'"
        ).fetchall()
        assert len(stays) >= 23
        stays.remove(("custody_entry",))  # where a line only follows the last one
        # a record freezes some and is needed by others
        last = [("record",), ("signature",), ("refusal_step",)]
        for (table,) in [*(one for one in stays if one not in last), *last]:
            columns = db.execute(f"PRAGMA table_info({table})").fetchall()
            row = ", ".join(
                "NULL" if not must_be else "0" if "INT" in kind or "BOOL" in kind else "'x'"
                for _, _, kind, must_be, *_ in columns
            )
            line = f"INSERT OR REPLACE INTO {table} VALUES ({row})"  # noqa: S608
            db.execute(line)
            with pytest.raises(sqlite3.IntegrityError, match="no row is replaced"):
                db.execute(line)
