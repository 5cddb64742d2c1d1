"""A refusal in the form its caller reads."""

import json

import pytest
from aiohttp.test_utils import make_mocked_request

from foundation.errors import Problem
from foundation.http.problem_page import refusal

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


class Named(Problem):
    """Says what the caller sent."""

    code = "test.named"
    zh = "没有叫 {name} 的内容。"
    en = "Nothing is called {name}."


def answered(accept, method="GET"):
    request = make_mocked_request(method, "/somewhere", headers={"Accept": accept})
    answer = refusal(request, Named(name="<script>alert(1)</script>"))
    return answer, answer.text or ""


def test_what_a_caller_sent_stays_text_on_the_page():
    page, text = answered(BROWSER)
    assert page.content_type == "text/html"
    assert "&lt;script&gt;alert(1)" in text
    assert "<script>" not in text


@pytest.mark.parametrize(
    ("accept", "method"),
    [("*/*", "GET"), ("application/json", "GET"), (BROWSER, "POST"), (BROWSER, "DELETE")],
)
def test_programs_and_sent_forms_get_data(accept, method):
    answer, text = answered(accept, method)
    assert answer.content_type == "application/problem+json"
    assert json.loads(text)["code"] == "test.named"
    assert answer.status == 422
