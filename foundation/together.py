"""One look for all who ask at the same moment."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


@dataclass
class _Asked(Generic[K, V]):
    """Those who go together. `found`: `None` before the look."""

    keys: set[K] = field(default_factory=set[K])
    found: Mapping[K, V] | None = None


class Together(Generic[K, V]):
    """Who asks while a look is under way shares the next one, begun after they asked.

    Somebody alone is answered as quickly as without; a crowd costs a few looks, not one each.

    Args:
        look: finds what there is for these keys; a key without anything is left out.
    """

    def __init__(self, look: Callable[[Collection[K]], Awaitable[Mapping[K, V]]]) -> None:
        self._look = look
        self._turn = asyncio.Lock()
        self._next = _Asked[K, V]()

    async def find(self, key: K) -> V | None:
        """What there is for this key. Raises what the look raises; the others look again."""
        asked = self._next
        asked.keys.add(key)
        async with self._turn:
            if asked.found is None:
                if asked is self._next:
                    self._next = _Asked[K, V]()
                asked.found = await self._look(asked.keys)
        return asked.found.get(key)
