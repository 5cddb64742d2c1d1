"""A refusal as a page, for a person whose browser came to a wrong or refused address."""

from html import escape

from aiohttp import web

from foundation.errors import Problem
from foundation.http.problems import problem_response

# Styles of its own: it must be readable where the built pages are missing or the service is ill.
_PAGE = """<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{zh} · 云勘</title>
<link rel="icon" href="/favicon.svg">
<style>
body {{ margin: 0; min-height: 100dvh; display: grid; place-items: center; background: #f4f7f5;
  color: #1b2b25; font: 20px/1.55 system-ui, -apple-system, "PingFang SC", "Noto Sans SC",
  "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; }}
main {{ width: min(560px, 100% - 40px); padding: 32px 0; }}
p {{ margin: 0; }}
.mark {{ font-weight: 700; color: #0a604b; margin-bottom: 24px; }}
h1 {{ font-size: clamp(26px, 6vw, 32px); line-height: 1.35; margin: 0 0 8px;
  word-break: keep-all; overflow-wrap: anywhere; }}
[lang=en] {{ display: block; font-size: 18px; font-weight: 400; line-height: 1.4; color: #54655e; }}
.mark [lang=en] {{ display: inline; margin-left: 8px; }}
a {{ display: block; margin-top: 36px; padding: 12px 24px; border-radius: 18px; text-align: center;
  background: #0d7a5f; color: #fff; font-weight: 650; text-decoration: none; }}
a [lang=en] {{ color: inherit; }}
a:focus-visible {{ outline: 3px solid #1e6fd9; outline-offset: 3px; }}
</style>
</head>
<body>
<main>
<p class="mark">云勘<span lang="en">Yunkan</span></p>
<h1>{zh}</h1>
<p lang="en">{en}</p>
<a href="/">回到首页<span lang="en">To the start page</span></a>
</main>
</body>
</html>
"""


def _goes_there(request: web.Request) -> bool:
    """Whether a browser goes to this address, and no script or program asks for data.

    A navigation names text/html in `Accept`; `fetch` and programs name JSON or take anything.
    """
    return request.method in {"GET", "HEAD"} and "text/html" in request.headers.get("Accept", "")


def refusal(request: web.Request, problem: Problem, status: int | None = None) -> web.Response:
    """The refusal in the form the caller reads: a page for a person, JSON for a program."""
    answer = problem_response(problem, status)
    if _goes_there(request):
        answer.content_type = "text/html"
        answer.text = _PAGE.format(zh=escape(problem.sentence_zh), en=escape(problem.sentence_en))
    answer.headers["Vary"] = "Accept"
    return answer
