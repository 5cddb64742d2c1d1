"""What a fault is: a mistake with a name, an explanation and a way to build it in."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from foundation.text import Bilingual
from panorama.layout.model import Layout


@dataclass(frozen=True)
class Fault:
    """A named change of a layout which exactly one rule must find.

    `apply` returns `None` where the layout offers no place for it; what it returns may break other
    rules too on an unusual layout, therefore plant through `with_faults`.
    """

    id: str
    rule_id: str
    item_id: str | None
    title: Bilingual
    explanation: Bilingual
    apply: Callable[[Layout, Random], Layout | None]
