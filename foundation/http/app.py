"""What happens to every request: id, origin check, deadline, problems, safe headers."""

import asyncio
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

import structlog
from aiohttp import web

from foundation.errors import Kind, Problem
from foundation.http.problem_page import refusal
from foundation.http.problems import InternalFault, problem_of_http
from foundation.ids import new_secret

log = structlog.get_logger("http")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
DEADLINE_S = 40  # above the longest use case (a PDF, 30 s); sockets are exempt
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# Element Plus and the panorama viewer set styles from scripts, hence 'unsafe-inline' for styles.
_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; media-src 'self' blob:; worker-src 'self' blob:; "
    "font-src 'self' data:; connect-src 'self' data: blob:; frame-src 'self'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)


class ForeignOrigin(Problem):
    """The request comes from a page that is not ours."""

    kind = Kind.HIDDEN
    code = "http.foreign_origin"
    zh = "请求来源不正确。请从本系统的页面重新操作。"
    en = "The request comes from another site. Start again from this system's own pages."


class TooSlow(Problem):
    """The answer took longer than anybody should wait."""

    kind = Kind.UNAVAILABLE
    code = "http.too_slow"
    zh = "处理时间过长，已停止。请稍后重试。"
    en = "This took too long and was stopped. Try again later."


def is_same_origin(request: web.Request) -> bool:
    """Whether a browser sent this from our own page; programs without a browser send no Origin.

    A bearer token can not be sent by a foreign page unnoticed, so requests with one pass.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("Origin")
    if origin is None:
        return site is not None or "Cookie" not in request.headers or _is_bearer(request)
    return urlsplit(origin).netloc == request.host


def _is_bearer(request: web.Request) -> bool:
    return request.headers.get("Authorization", "").startswith("Bearer ")


@web.middleware
async def edge(request: web.Request, handler: Handler) -> web.StreamResponse:
    """The one middleware: reads from top to bottom in the order of things."""
    request_id = new_secret()[:10]
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request=request_id)
    try:
        response = await _answer(request, handler)
    except Problem as problem:
        if problem.kind is Kind.UNAVAILABLE:
            log.warning("unavailable", code=problem.code, path=request.path)
        response = refusal(request, problem)
    except web.HTTPException as error:
        if error.status < web.HTTPBadRequest.status_code:
            raise
        problem, status = problem_of_http(error, request.method)
        response = refusal(request, problem, status)
        if isinstance(error, web.HTTPMethodNotAllowed):
            response.headers["Allow"] = error.headers["Allow"]  # RFC 9110, 15.5.6: a must
    except (asyncio.CancelledError, ConnectionResetError):
        raise
    except Exception:
        log.exception("request failed", path=request.path, method=request.method)
        response = refusal(request, InternalFault(request=request_id), 500)
    return response


async def _answer(request: web.Request, handler: Handler) -> web.StreamResponse:
    is_socket = request.headers.get("Upgrade", "").lower() == "websocket"
    if (request.method not in _SAFE or is_socket) and not is_same_origin(request):
        raise ForeignOrigin
    if is_socket:
        return await handler(request)
    try:
        async with asyncio.timeout(DEADLINE_S):
            return await handler(request)
    except TimeoutError as error:
        raise TooSlow from error


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Safe headers on every answer, errors and downloads included."""
    headers = response.headers
    headers.setdefault("Content-Security-Policy", _POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "no-referrer")
    headers.setdefault("Permissions-Policy", "camera=(self), microphone=(self), geolocation=(self)")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    if request.path.startswith("/api/"):
        headers.setdefault("Cache-Control", "no-store")
    if request.secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    headers.popall("Server", None)


def new_app() -> web.Application:
    """An application with the edge installed and no routes."""
    app = web.Application(middlewares=[edge], client_max_size=32 * 1024 * 1024)
    app.on_response_prepare.append(add_headers)
    return app
