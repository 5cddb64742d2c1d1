"""What a process has used, read from the kernel."""

import os
from dataclasses import dataclass
from pathlib import Path

_TICKS_PER_S = os.sysconf("SC_CLK_TCK")
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Used:
    """Since its start: CPU seconds (user + system) of all threads; memory now.

    `waited_s` is how long the main thread was ready to run and did not get a core: a busy machine.
    """

    cpu_s: float
    waited_s: float
    resident_mb: float


def used_by(pid: int) -> Used:
    """Raises `FileNotFoundError` when the process is gone."""
    place = Path(f"/proc/{pid}")
    # the name in brackets may hold spaces: fields are counted from behind it (proc(5))
    fields = (place / "stat").read_text().rpartition(")")[2].split()
    waited_ns = int((place / "schedstat").read_text().split()[1])
    pages = int((place / "statm").read_text().split()[1])
    return Used(
        cpu_s=(int(fields[11]) + int(fields[12])) / _TICKS_PER_S,
        waited_s=waited_ns / 1e9,
        resident_mb=pages * _PAGE_BYTES / 1e6,
    )
