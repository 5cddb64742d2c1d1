"""A tree as a page edits it, written as the text of a file; `source.read_source` reads it back."""

from collections.abc import Mapping
from typing import Any

import yaml

from checklists.errors import TreeMalformed
from checklists.source import MAX_DEPTH, MAX_VALUES

_DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_WIDTH = 100  # as the built-in files


def yaml_of(tree: Mapping[str, object]) -> str:
    """The text of a tree of mappings, lists and texts, in the order it has.

    Numbers, `true` and `false` become texts, as a file has no others; `null` is left out.

    Raises:
        TreeMalformed: too deep, too large, or something else in it.
    """
    plain = _Plain().value(tree, 0)
    return yaml.dump(plain, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=_WIDTH)


class _Plain:
    """Copies a tree; depth and number are bounded before anything grows."""

    def __init__(self) -> None:
        self.count = 0

    def value(self, value: Any, depth: int) -> Any:
        self.count += 1
        if self.count > MAX_VALUES or depth > MAX_DEPTH:
            raise TreeMalformed(most=MAX_VALUES, depth=MAX_DEPTH)
        if isinstance(value, dict):
            return {
                self.text(name): self.value(one, depth + 1)
                for name, one in value.items()  # pyright: ignore[reportUnknownVariableType]
                if one is not None
            }
        if isinstance(value, list):
            return [self.value(one, depth + 1) for one in value if one is not None]  # pyright: ignore[reportUnknownVariableType]
        if isinstance(value, bool):
            return "yes" if value else "no"
        return self.text(value if isinstance(value, str) else f"{value}")

    def text(self, value: Any) -> str:
        try:
            str(value).encode()  # half a surrogate pair, which JSON can write and nobody can read
        except UnicodeEncodeError:
            raise TreeMalformed(most=MAX_VALUES, depth=MAX_DEPTH) from None
        return str(value)
