"""What was tested, what was changed, which proofs aged."""

from collections.abc import Iterator
from dataclasses import dataclass, field

INTACT, CHANGED, UNREADABLE = 0, 1, 2


class Unreadable(Exception):
    """This is no pack, or one that is refused before anything is read from it."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} · {en}")


@dataclass(frozen=True)
class Finding:
    """Something about a field of a file; `place` is empty when it is the file as a whole."""

    path: str
    place: str
    zh: str
    en: str

    def __str__(self) -> str:
        where = f"{self.path} [{self.place}]" if self.place else self.path
        return f"{where}: {self.zh} · {self.en}"


@dataclass
class Report:
    """What was tested, what was changed, which proofs aged."""

    tested: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    faults: list[Finding] = field(default_factory=list[Finding])
    aged: list[Finding] = field(default_factory=list[Finding])
    said: list[str] = field(default_factory=list[str])

    def test(self, path: str, what: str) -> None:
        """Notes that something of a file was tested and held."""
        self.tested.setdefault(path, []).append(what)

    def fault(self, path: str, place: str, zh: str, en: str) -> None:
        """Notes what was changed."""
        found = Finding(path, place, zh, en)
        if found not in self.faults:
            self.faults.append(found)

    def age(self, path: str, place: str, zh: str, en: str) -> None:
        """Notes a proof that was good once and can no longer be checked as of today."""
        self.aged.append(Finding(path, place, zh, en))

    def names(self, path: str, place: str | None = None) -> bool:
        """Whether a file, or this place in it, was changed."""
        return any(one.path == path and place in (None, one.place) for one in self.faults)

    def lines(self) -> Iterator[str]:
        """The report for people."""
        bad = {one.path for one in self.faults}
        for path, tests in self.tested.items():
            if path not in bad:
                yield f"  √ {path}: {', '.join(tests)}"
        for one in self.aged:
            yield f"  ! {one}"
        for one in self.faults:
            yield f"  × {one}"
        yield from self.said
        if self.faults:
            yield f"结论：已被改动（{len(self.faults)} 处） · CHANGED in {len(self.faults)} places"
        else:
            yield f"结论：完好（{len(self.tested)} 个文件） · INTACT, {len(self.tested)} files"
