"""Text in two languages, Chinese first."""

from dataclasses import dataclass

from typing_extensions import TypedDict


@dataclass(frozen=True)
class Bilingual:
    """One sentence or title in Chinese and English; both are always there."""

    zh: str
    en: str

    def __post_init__(self) -> None:
        if not self.zh.strip() or not self.en.strip():
            raise ValueError(f"both languages are needed: zh={self.zh!r}, en={self.en!r}")


class TextShape(TypedDict):
    """A `Bilingual` in JSON: both languages side by side."""

    zh: str
    en: str
