"""Problems as `application/problem+json` (RFC 9457); the only file that knows statuses."""

from aiohttp import web

from foundation.errors import Kind, NotFound, Problem

STATUS = {
    Kind.INVALID: 422,
    Kind.UNREADABLE: 400,
    Kind.UNKNOWN_PERSON: 401,
    Kind.HIDDEN: 404,
    Kind.CONFLICT: 409,
    Kind.GONE: 410,
    Kind.TOO_LARGE: 413,
    Kind.WRONG_TYPE: 415,
    Kind.UNWANTED: 406,
    Kind.UNCONDITIONAL: 428,
    Kind.OUTDATED: 412,
    Kind.TOO_OFTEN: 429,
    Kind.UNAVAILABLE: 503,
}
_RETRY_S = "5"


class InternalFault(Problem):
    """Our own fault; the log has the details, the answer has none."""

    kind = Kind.UNAVAILABLE
    code = "internal"
    zh = "系统内部出错，操作可能没有完成。请刷新后重试；若仍出现请把编号 {request} 告诉管理员。"
    en = "Something failed inside. Reload and try again; if it stays, report number {request}."


class WrongMethod(Problem):
    """The address exists, this verb does not."""

    code = "http.method"
    zh = "这个地址不支持 {method} 操作。"
    en = "This address does not answer to {method}."


class BodyTooLarge(Problem):
    """More bytes than we take."""

    kind = Kind.TOO_LARGE
    code = "http.too_large"
    zh = "发送的内容过大。请压缩后重新发送。"
    en = "What was sent is too large. Make it smaller and send it again."


def problem_response(problem: Problem, status: int | None = None) -> web.Response:
    """The answer for a refusal."""
    code = status or STATUS[problem.kind]
    response = web.json_response(
        {
            "type": f"/problems/{problem.code}",
            "title": problem.sentence_zh,
            "status": code,
            "code": problem.code,
            "detail_zh": problem.sentence_zh,
            "detail_en": problem.sentence_en,
            "facts": problem.facts,
        },
        status=code,
        content_type="application/problem+json",
    )
    if code in (429, 503) or "wait_s" in problem.facts:
        response.headers["Retry-After"] = str(problem.facts.get("wait_s", _RETRY_S))
    return response


def problem_of_http(error: web.HTTPException, method: str) -> tuple[Problem, int]:
    """aiohttp's own refusals in our shape."""
    if error.status == web.HTTPMethodNotAllowed.status_code:
        return WrongMethod(method=method), error.status
    if error.status == web.HTTPRequestEntityTooLarge.status_code:
        return BodyTooLarge(), error.status
    return NotFound(), error.status
