"""Changes of the database, one file per change; `upgrade` brings any older one up to date."""

from pathlib import Path

from alembic import command
from alembic.config import Config


def upgrade(url: str) -> None:
    """Brings the database at `url` to the newest shape; safe to run again after a kill.

    Runs synchronously with its own connection: call it before the service starts.
    """
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("sqlalchemy.url", url.replace("+aiosqlite", "").replace("%", "%%"))
    command.upgrade(config, "head")
