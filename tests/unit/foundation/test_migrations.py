import sqlite3
import subprocess
import sys

import pytest
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
