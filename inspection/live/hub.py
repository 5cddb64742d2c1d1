"""Who hears what: one conversation per case, one bounded queue per open page."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from foundation.clock import Clock
from inspection.live.announcements import ParticipantShape
from inspection.live.model import APPLICANT, ApplicantAt, Conversation, Frame, Person

QUEUE_FRAMES = 256  # a page that is this far behind is cut off and catches up on reconnecting
WAITS_FOR = timedelta(seconds=10)  # phones ask every 2-3 s; a locked one falls silent
MOST_KNOCKS = 1000
# the receiver's faults; numbers for the desk; hints that accuse nobody
STAFF_ONLY = frozenset(
    {"deliveries", "figures", "look", "snapshot", "whereabouts", "circumstances", "reading"}
)
MOST_PAGES = 16  # per case: two inspectors, reviewers, an applicant, each with spare tabs
MOST_OWN_PAGES = 8  # of them one person's: a phone that reconnects leaves dead ones for a while
MOST_QUIET = 100  # conversations kept for pages that come back; each is up to 100 kB


class Page:
    """One open socket; `closed` is set when the hub lets go of it."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.is_active = False  # said something since somebody last asked
        self.comes_back = False  # let go of because the service stops, not because of the page
        self.frames: asyncio.Queue[Frame | None] = asyncio.Queue(QUEUE_FRAMES)

    def offer(self, frame: Frame) -> bool:
        """Queues a frame this person may hear; `False` when the page is too far behind."""
        if self.person.id == APPLICANT and frame["type"] in STAFF_ONLY:
            return True
        try:
            self.frames.put_nowait(frame)
        except asyncio.QueueFull:
            return False
        return True

    def close(self) -> None:
        """Ends the page's stream after what fits; room is made if there is none."""
        if self.frames.full():
            self.frames.get_nowait()
        self.frames.put_nowait(None)


class Hub:
    """All conversations of this process."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._knocks: dict[str, tuple[datetime, ApplicantAt]] = {}
        self._conversations: dict[str, Conversation] = defaultdict(Conversation)
        self._pages: dict[str, list[Page]] = defaultdict(list)

    def conversation(self, case_id: str) -> Conversation:
        """The conversation of a case, begun when first asked for."""
        return self._conversations[case_id]

    def announce(
        self, case_id: str, kind: str, content: Mapping[str, Any], sender: str = "system"
    ) -> None:
        """Says something to everybody in the room; never waits."""
        if case_id not in self._conversations and case_id not in self._pages:
            return
        frame = self._conversations[case_id].say(kind, sender, self._clock.now(), content)
        for page in list(self._pages.get(case_id, ())):
            if not page.offer(frame):
                self.leave(case_id, page)
                page.close()

    def mention(self, case_id: str, kind: str, content: Mapping[str, Any]) -> None:
        """Says what is worth nothing a second later: unnumbered, not remembered, dropped first."""
        frame = {"type": kind, "seq": 0, "from": "system", **content}
        for page in self._pages.get(case_id, ()):
            if page.frames.qsize() < QUEUE_FRAMES // 4:
                page.offer(frame)

    def enter(self, case_id: str, person: Person) -> Page | None:
        """A page opens; `None` when the room is full."""
        pages = self._pages.get(case_id, ())
        own = sum(page.person.id == person.id for page in pages)
        if len(pages) >= MOST_PAGES or own >= MOST_OWN_PAGES:
            return None
        page = Page(person)
        self._pages[case_id].append(page)
        self._forget_quiet()
        self._tell_presence(case_id)
        return page

    def leave(self, case_id: str, page: Page) -> None:
        """A page is gone."""
        pages = self._pages.get(case_id, [])
        if page in pages:
            pages.remove(page)
            if not pages:
                del self._pages[case_id]
            self._tell_presence(case_id)

    def presence(self, case_id: str) -> list[ParticipantShape]:
        """Who is in the room, one line per person."""
        publishing = self._conversations[case_id].publishing
        people = {page.person.id: page.person for page in self._pages.get(case_id, ())}
        return [
            {
                "id": person.id,
                "name": person.name,
                "role": person.role,
                "is_online": True,
                "is_publishing": person.id in publishing,
            }
            for person in people.values()
        ]

    def is_in_room(self, case_id: str, person_id: str) -> bool:
        """Whether a page of this person is open."""
        return any(page.person.id == person_id for page in self._pages.get(case_id, ()))

    def knock(self, case_id: str, place: ApplicantAt) -> None:
        """The applicant's phone asked how its visit stands, and said which page it shows."""
        now = self._clock.now()
        if len(self._knocks) >= MOST_KNOCKS:
            kept = self._knocks.items()
            self._knocks = {key: one for key, one in kept if now - one[0] < WAITS_FOR}
        self._knocks[case_id] = now, place

    def applicant_at(self, case_id: str) -> ApplicantAt | None:
        """Where the applicant's page is; `None`: it is closed, or its phone fell silent."""
        if self.is_in_room(case_id, APPLICANT):
            return ApplicantAt.ROOM
        at, place = self._knocks.get(case_id, (None, None))
        return place if at is not None and self._clock.now() - at < WAITS_FOR else None

    def applicant_is_here(self, case_id: str) -> bool:
        """Whether the applicant's page is open, whichever it shows: a call that opens is seen."""
        return self.applicant_at(case_id) is not None

    def publisher(self, case_id: str, participant: str, state: str) -> None:
        """The media plane saw somebody's picture come, fall silent, come back or go."""
        publishing = self._conversations[case_id].publishing
        (publishing.discard if state == "gone" else publishing.add)(participant)
        self.announce(case_id, "publisher", {"participant": participant, "is": state})
        self._tell_presence(case_id)

    def proofs(self) -> set[str]:
        """By which proofs pages are open."""
        return {page.person.proof for pages in self._pages.values() for page in pages} - {""}

    def active_proofs(self) -> set[str]:
        """Proofs of pages that said something since the last call of this."""
        active: set[str] = set()
        for page in [page for pages in self._pages.values() for page in pages]:
            if page.is_active:
                active.add(page.person.proof)
                page.is_active = False
        return active - {""}

    def dismiss(self, case_id: str, person_id: str) -> None:
        """Ends one person's pages in a room after what was said to them last."""
        for page in [one for one in self._pages.get(case_id, ()) if one.person.id == person_id]:
            self.leave(case_id, page)
            page.close()

    def expel(self, proofs: set[str]) -> None:
        """Ends the pages that came in by these proofs."""
        for case_id, pages in list(self._pages.items()):
            for page in [page for page in pages if page.person.proof in proofs]:
                self.leave(case_id, page)
                page.close()

    def close(self) -> None:
        """Ends all pages' streams, at shutdown; they are told that it is no fault of theirs."""
        for pages in self._pages.values():
            for page in pages:
                page.comes_back = True
                page.close()
        self._pages.clear()

    def _forget_quiet(self) -> None:
        quiet = [case_id for case_id in self._conversations if case_id not in self._pages]
        for case_id in quiet[: max(0, len(quiet) - MOST_QUIET)]:
            del self._conversations[case_id]

    def _tell_presence(self, case_id: str) -> None:
        self.announce(case_id, "presence", {"participants": self.presence(case_id)})
