"""What is put into a notice's text, sealed between the moment it is told and the one it is sent."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from foundation.sealing import Seal
from foundation.text import Bilingual


@dataclass(frozen=True)
class Content:
    """What is put in, by name, and the applicant's e-mail address, "" when nobody knows it."""

    words: Mapping[str, Bilingual]
    email: str

    def sealed(self, seal: Seal) -> str:
        """For the database: a link opens a case, so it is not readable there."""
        words = {name: [word.zh, word.en] for name, word in self.words.items()}
        return seal.closed(json.dumps({"words": words, "email": self.email}, ensure_ascii=False))

    @classmethod
    def opened(cls, seal: Seal, sealed: str) -> "Content":
        """Raises `SealBroken`."""
        content = json.loads(seal.opened(sealed))
        words = {name: Bilingual(*word) for name, word in content["words"].items()}
        return cls(words, content["email"])
