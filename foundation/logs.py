"""Structured lines: JSON on a server, readable columns on a terminal; secrets never pass."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

_SECRET_KEYS = frozenset({"password", "token", "secret", "cookie", "authorization", "phone"})
_LINK = re.compile(r"(/j/|/invitations/|/notice-receipts/[a-z]+/)[A-Za-z0-9_-]{8,}")


def redacted(
    _logger: object, _name: str, line: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """The line without secrets: values under secret names, and tokens inside links."""
    for key, value in line.items():
        if key in _SECRET_KEYS:
            line[key] = "***"
        elif isinstance(value, str):
            line[key] = _LINK.sub(r"\1***", value)
    return line


def set_up_logs() -> None:
    """Sends all lines, ours and the libraries', to standard error, once."""
    on_terminal = sys.stderr.isatty()
    renderer: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer()
        if on_terminal
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        redacted,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    for noisy in ("aiohttp.access", "aioice.ice", "aiortc", "alembic", "aiosqlite"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
