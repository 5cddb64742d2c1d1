"""Indexes are read as they grow: each look parses only what is new. Blocking, from any thread."""

import threading
from collections import OrderedDict
from pathlib import Path

from webrtc.recording.index import NAME, Line, read

MOST_KNOWN = 64  # recordings that pages look at now; an hour of one is 8,000 lines, 2 MB


class IndexReader:
    """Remembers what it read of the latest recordings."""

    def __init__(self) -> None:
        self._known: OrderedDict[Path, tuple[int, list[Line]]] = OrderedDict()
        self._one_at_a_time = threading.Lock()

    def lines(self, folder: Path) -> list[Line]:
        """All lines of a recording's index; none when there is no index."""
        with self._one_at_a_time:
            size, lines = self._known.pop(folder, (0, []))
            try:
                with (folder / NAME).open("rb") as file:
                    if file.seek(0, 2) < size:  # cut off after a kill
                        size, lines = 0, []
                    file.seek(size)
                    new, good = read(file.read())
            except FileNotFoundError:
                return []
            lines = [*lines, *new] if new else lines
            self._known[folder] = (size + good, lines)
            if len(self._known) > MOST_KNOWN:
                self._known.popitem(last=False)
            return lines
