#!/usr/bin/env python3
"""The front door: a table of commands, each importing what it needs only when called.

serve                the service              [--host --port --data --public-url --media-processes]
phone LINK           a virtual phone          [--room ROOM --seconds N]
licensing-simulator  a system to push to      --port P [--faults SPEC]
room build LAYOUT    one sample room          --out DIR
room stitch PHOTOS   a room of a ring of photos, or of one 360° picture  --out DIR
user add NAME        somebody of the bureau   --name 王建国 --role inspector [--data DIR]
migrate              brings the database up to date   [--data DIR]
keys rotate          a new key to sign evidence with   [--data DIR]
export-events        events to count the figures from anew  --from 2026-01 --to 2026-11 --out FILE
verify PACK.zip      checks an evidence pack offline  [--ca FILE --checkpoint FILE --data DIR]
"""

import argparse
import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foundation.errors import Problem
    from foundation.settings import Settings
    from webrtc.fleet import Fleet

    Serve = Callable[[Settings, Fleet | None, Path, Callable[[str], None]], Awaitable[None]]

HERE = Path(__file__).parent


def serve(argv: Sequence[str]) -> int:
    """Runs the service until it is told to stop."""
    import gc

    gc.disable()  # loading leaves no garbage; `calm_collector` switches it on again

    import uvloop

    from foundation.errors import Problem
    from foundation.logs import set_up_logs
    from foundation.processes import steady_heap

    steady_heap()
    set_up_logs()
    try:
        settings = _settings(argv)
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_serve(settings))
    except Problem as problem:
        return _refused(problem)
    return 0


async def _serve(settings: "Settings") -> None:
    """The media processes load while this one does: a restart in a call is shorter by that."""
    from foundation.processes import calm_collector
    from inspection.media import media_fleet

    fleet = media_fleet(settings)
    try:
        if fleet is not None:
            fleet.start()
        run = await asyncio.to_thread(_service)
        calm_collector()
        await run(settings, fleet, HERE, lambda text: print(text, flush=True))
    finally:
        if fleet is not None:
            await fleet.close()


def _service() -> "Serve":
    from inspection.serving import serve as run

    return run


def migrate(argv: Sequence[str]) -> int:
    """Brings the database up to date and stops."""
    from foundation.migrations import upgrade

    settings = _settings(argv)
    settings.data.mkdir(parents=True, exist_ok=True)
    upgrade(settings.database)
    return 0


def phone(argv: Sequence[str]) -> int:
    """A virtual phone: claims a link, agrees, streams a walk through a sample room."""
    from inspection.live.virtual_phone import main as run_phone

    return run_phone(argv)


def licensing_simulator(argv: Sequence[str]) -> int:
    """A licensing system that fails as told."""
    from inspection.licensing.simulator import main as run_simulator

    return run_simulator(argv)


def room(argv: Sequence[str]) -> int:
    """Builds a sample room (the only process that loads Open3D) or joins photos of a real one."""
    if argv[:1] == ["stitch"]:
        from panorama.stitch.command import main as stitch

        return stitch(argv[1:])
    from panorama.build import main as build

    return build(argv)


def keys(argv: Sequence[str]) -> int:
    """Makes a new key to sign evidence with; what earlier keys signed stays good."""
    from foundation.keys_command import main as run_keys

    return run_keys(argv)


def export_events(argv: Sequence[str]) -> int:
    """Writes the events of a time, without names, from which anybody can count the figures anew."""
    from inspection.figures.export_command import main as run_export

    return run_export(argv)


def verify(argv: Sequence[str]) -> int:
    """Checks an evidence pack: 0 intact, 1 changed, 2 unreadable. Loads next to nothing."""
    from inspection.evidence.verify_here import main as run_verify

    return run_verify(argv)


def user(argv: Sequence[str]) -> int:
    """Adds somebody to the bureau."""
    from checklists.load import builtin_departments
    from foundation.identity.admin import main as run_user

    return run_user(argv, tuple(builtin_departments()))


def _refused(problem: "Problem") -> int:
    print(f"{problem.sentence_zh}\n{problem.sentence_en}", file=sys.stderr)
    return 2


def _settings(argv: Sequence[str]) -> "Settings":
    from foundation.settings import read_settings

    parser = argparse.ArgumentParser(prog="server.py serve")
    parser.add_argument("--settings", type=Path, help="TOML file with the same keys")
    for name in ("host", "data", "database-url", "public-url", "licensing-url"):
        parser.add_argument(f"--{name}")
    parser.add_argument("--port", type=int)
    parser.add_argument("--media-processes", type=int)
    parser.add_argument("--tls", action="store_true", default=None)
    parser.add_argument("--demo", action="store_true", default=None)
    given = vars(parser.parse_args(argv))
    return read_settings(
        {key: value for key, value in given.items() if key != "settings"},
        os.environ,
        given["settings"],
    )


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "serve": serve,
    "phone": phone,
    "licensing-simulator": licensing_simulator,
    "room": room,
    "user": user,
    "migrate": migrate,
    "keys": keys,
    "export-events": export_events,
    "verify": verify,
}


def main(argv: Sequence[str]) -> int:
    """Runs one command; without a known one, prints the table."""
    if not argv or argv[0] not in COMMANDS:
        print(__doc__)
        return 0 if argv and argv[0] in {"help", "--help", "-h"} else 2
    return COMMANDS[argv[0]](argv[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
