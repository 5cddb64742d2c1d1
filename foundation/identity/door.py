"""Who is behind a request: the cookies and what they stand for."""

from collections.abc import Collection

from aiohttp import web

from foundation.clock import Clock
from foundation.database import Database
from foundation.identity import links
from foundation.identity.errors import InvitationNotValid, PasswordToChange
from foundation.identity.model import SignIn, User, Visit
from foundation.identity.signin import SignIns
from foundation.together import Together


class Door:
    """Reads and writes the two cookies: one for staff, one for an applicant's phone."""

    def __init__(self, database: Database, clock: Clock, sign_ins: SignIns, *, is_secure: bool):
        self._database = database
        self._clock = clock
        self._sign_ins = sign_ins
        self._is_secure = is_secure
        prefix = "__Host-" if is_secure else ""  # browsers refuse that prefix without TLS
        self._staff_cookie = f"{prefix}yunkan-staff"
        self._visit_cookie = f"{prefix}yunkan-visit"
        self._visits = Together[str, Visit](self._visits_of)

    async def sign_in(self, request: web.Request) -> SignIn:
        """The living sign-in behind the request. Raises `NotSignedIn`, `PasswordToChange`."""
        sign_in = await self.entering(request)
        if sign_in.must_change:
            raise PasswordToChange
        return sign_in

    async def entering(self, request: web.Request) -> SignIn:
        """The same, of somebody as well who has yet to set a password. Raises `NotSignedIn`."""
        return await self._sign_ins.current(self.staff_secret(request))

    async def staff(self, request: web.Request) -> User:
        """The member of staff behind the request. Raises `NotSignedIn`."""
        return (await self.sign_in(request)).user

    async def visit(self, request: web.Request) -> Visit:
        """The applicant's visit behind the request. Raises `InvitationNotValid`."""
        device = self.device_secret(request)
        visit = await self._visits.find(device) if device else None
        if visit is None:
            raise InvitationNotValid
        return visit

    def staff_secret(self, request: web.Request) -> str | None:
        """The staff cookie's value."""
        return request.cookies.get(self._staff_cookie)

    def device_secret(self, request: web.Request) -> str | None:
        """The phone cookie's value."""
        return request.cookies.get(self._visit_cookie)

    def remember_staff(self, response: web.Response, secret: str) -> None:
        """Sets the staff cookie for this browser session."""
        self._set(response, self._staff_cookie, secret)

    def remember_device(self, response: web.Response, secret: str) -> None:
        """Sets the phone's cookie; it outlives the link by nothing, the link decides."""
        self._set(response, self._visit_cookie, secret, max_age=int(links.LONGEST.total_seconds()))

    def forget_staff(self, response: web.Response) -> None:
        """Removes the staff cookie."""
        response.del_cookie(self._staff_cookie, path="/", secure=self._is_secure, httponly=True)

    async def _visits_of(self, devices: Collection[str]) -> dict[str, Visit]:
        async with self._database.reading() as view:
            return await links.visits_of(view, devices, self._clock)

    def _set(
        self, response: web.Response, name: str, value: str, max_age: int | None = None
    ) -> None:
        response.set_cookie(
            name,
            value,
            httponly=True,
            secure=self._is_secure,
            samesite="Strict",
            path="/",
            max_age=max_age,
        )
