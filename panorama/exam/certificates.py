"""Certificates: a number nobody guesses, how long it holds, who may check it."""

import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from foundation.clock import SHANGHAI, Clock
from foundation.database import Database
from foundation.errors import NotFound
from foundation.identity.signin import Tries
from panorama.exam import store
from panorama.exam.store import Certificate, Line

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
_RANDOM = 10  # 50 bits: at a thousand tries a second ten thousand certificates hide for years


def issued(attempt_id: str, name: str, passed_on: date, days: int) -> Certificate:
    """A fresh certificate that holds `days` days, the first included."""
    drawn = "".join(secrets.choice(_LETTERS) for _ in range(_RANDOM))
    number = f"KH{passed_on:%Y%m%d}-{drawn}"
    return Certificate(number, attempt_id, name, passed_on, passed_on + timedelta(days=days - 1))


@dataclass(frozen=True)
class Checked:
    """What anybody who holds a certificate's number learns."""

    certificate: Certificate
    line: Line
    is_valid: bool


class Certificates:
    """The use case of the public check."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._tries = Tries()

    async def check(self, number: str, address: str) -> Checked:
        """The certificate of a number; tries that lead nowhere are counted by address.

        A number that leads somewhere always answers, as a record's does: else one guesser behind
        the bureau's proxy would shut the check for everybody. Its length keeps it from guessers.

        Raises:
            NotFound, TooManyTries.
        """
        wanted = number.strip().upper()
        async with self._database.reading() as view:
            found = await store.certified(view, wanted)
        if found is None:
            self._tries.admit(("certificate", address), self._clock.now())
            raise NotFound
        certificate, line = found
        today = self._clock.now().astimezone(SHANGHAI).date()
        return Checked(certificate, line, today <= certificate.valid_until)
