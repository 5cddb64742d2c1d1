"""When an item is asked: a small language over the facts of a shop, read without `eval`.

    always
    fume and (scale == "m" or scale == "l")
    not simple and area_m2 > 150

Names are those of `facts.DEFINITIONS`. `not` binds closest, then `and`, then `or`.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NoReturn

from checklists.errors import MalformedCondition
from checklists.facts import DEFINITIONS, Choice, Facts, Number, Statement
from checklists.terms import AllOf, Always, AnyOf, Compares, Is, IsOne, Not, Term
from foundation.text import Bilingual

# Chosen, not measured: the longest built-in condition has 87 characters and depth 2.
MAX_LENGTH = 400
MAX_DEPTH = 10

_TOKEN = re.compile(
    r"(?P<number>[0-9]{1,9}(?:\.[0-9]{1,4})?)|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<text>\"[^\"]*\"|'[^']*')|(?P<sign><=|>=|==|!=|<|>)|(?P<bracket>[()])|(?P<gap>\s+)"
)
_WORDS = ("and", "or", "not", "always")
_ITEM = re.compile(r"[A-Z]{2,8}-[0-9]{2,4}\b")
_MIRRORED = {">=": "<=", ">": "<", "<=": ">=", "<": ">", "==": "==", "!=": "!="}
_EVERY_SHOP = Bilingual("每一家店都要查", "every shop is asked")


@dataclass(frozen=True)
class Reasoned:
    """An answer with its reason, as people read it."""

    holds: bool
    because: Bilingual


@dataclass(frozen=True)
class Condition:
    """A condition that was read and whose names are all known."""

    text: str
    term: Term

    def judge(self, facts: Facts) -> Reasoned:
        """Whether the condition holds for a shop, and why: `因为灶头数 4 ≥ 1`.

        Raises:
            FactMissing: a name of the condition is not among the facts.
            FactWrong: a fact has a value that its definition does not allow.
        """
        judged = self.term.judge(facts)
        if not judged.said:
            return Reasoned(judged.holds, _EVERY_SHOP)
        zh = "，".join(sentence.zh for sentence in judged.said)
        en = ", ".join(sentence.en for sentence in judged.said)
        return Reasoned(judged.holds, Bilingual(f"因为{zh}", f"because {en}"))


@lru_cache(maxsize=1024)
def parse(text: str) -> Condition:
    """Reads a condition.

    Raises:
        MalformedCondition: too long, too deep, not of this language, or an unknown name or word.
    """
    if len(text) > MAX_LENGTH:
        what = Bilingual(f"超过 {MAX_LENGTH} 个字符", f"longer than {MAX_LENGTH} characters")
        remedy = Bilingual("请拆成几个检查项。", "Split it into several items.")
        raise _malformed(text, MAX_LENGTH, what, remedy)
    return Condition(text, _Parser(text).whole())


@dataclass(frozen=True)
class _Token:
    kind: str  # number, name, text, sign, bracket, word, end
    text: str
    start: int


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    at = 0
    while at < len(text):
        if item := _ITEM.match(text, at):
            # Facts alone decide, so no condition can wait for another one in a circle.
            what = Bilingual(
                f"条件不能取决于检查项“{item[0]}”（会循环）",
                f'a condition can not depend on the item "{item[0]}" (it could be circular)',
            )
            remedy = Bilingual(
                "请改用店铺事实，例如：fume。", "Use facts of the shop, for example: fume."
            )
            raise _malformed(text, at, what, remedy)
        match = _TOKEN.match(text, at)
        if match is None:
            what = Bilingual(f"不认识“{text[at]}”", f'"{text[at]}" is not known')
            remedy = Bilingual(
                "可用：and or not always < <= > >= == != 括号、数字、带引号的文字。",
                "Use and, or, not, always, < <= > >= == !=, brackets, numbers, quoted words.",
            )
            raise _malformed(text, at, what, remedy)
        kind = match.lastgroup or "gap"
        if kind != "gap":
            tokens.append(_Token("word" if match[0] in _WORDS else kind, match[0], at))
        at = match.end()
    return [*tokens, _Token("end", "", len(text))]


def _malformed(text: str, at: int, what: Bilingual, remedy: Bilingual) -> MalformedCondition:
    return MalformedCondition(
        text=text[:80],
        column=at + 1,
        what_zh=what.zh,
        what_en=what.en,
        remedy_zh=remedy.zh,
        remedy_en=remedy.en,
    )


class _Parser:
    """Recursive descent over the tokens; `MAX_DEPTH` bounds the recursion."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = _tokens(text)
        self.at = 0
        self.depth = 0

    def whole(self) -> Term:
        term = self.alternatives()
        if self.tokens[self.at].kind != "end":
            self.refuse("这里应当是 and、or 或结尾", "and, or, or the end is expected here")
        return term

    def alternatives(self) -> Term:
        terms = [self.conjunction()]
        while self.took("word", "or"):
            terms.append(self.conjunction())
        return terms[0] if len(terms) == 1 else AnyOf(tuple(terms))

    def conjunction(self) -> Term:
        terms = [self.single()]
        while self.took("word", "and"):
            terms.append(self.single())
        return terms[0] if len(terms) == 1 else AllOf(tuple(terms))

    def single(self) -> Term:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.refuse(f"嵌套超过 {MAX_DEPTH} 层", f"nested deeper than {MAX_DEPTH}")
        term = self.bare()
        self.depth -= 1
        return term

    def bare(self) -> Term:
        if self.took("word", "not"):
            return Not(self.single())
        if self.took("word", "always"):
            return Always()
        if self.took("bracket", "("):
            term = self.alternatives()
            if not self.took("bracket", ")"):
                self.refuse("缺少右括号", "a closing bracket is missing")
            return term
        return self.comparison()

    def comparison(self) -> Term:
        left = self.operand()
        sign = self.tokens[self.at]
        if sign.kind != "sign":
            known = DEFINITIONS.get(left.text)
            if left.kind == "name" and isinstance(known, Statement):
                return Is(left.text, known)
            self.refuse("这里应当是比较符号", "a comparison is expected here")
        self.at += 1
        right = self.operand()
        if left.kind != "name":
            mirrored = _Token("sign", _MIRRORED[sign.text], sign.start)
            return self.compared(right, mirrored, left)
        return self.compared(left, sign, right)

    def compared(self, fact: _Token, sign: _Token, other: _Token) -> Term:
        known = DEFINITIONS.get(fact.text) if fact.kind == "name" else None
        if isinstance(known, Number):
            if other.kind == "number":
                return Compares(fact.text, known, sign.text, Decimal(other.text))
            if other.kind == "name" and isinstance(DEFINITIONS[other.text], Number):
                return Compares(fact.text, known, sign.text, other.text)
        if isinstance(known, Choice) and other.kind == "text" and sign.text in ("==", "!="):
            word = other.text[1:-1]
            if word in known.choices:
                return IsOne(fact.text, known, word, is_denied=sign.text == "!=")
            words = ", ".join(known.choices)
            self.refuse(f"不认识“{word}”", f'"{word}" is not known', words, at=other)
        zh, en = "这两者不能这样比较", "these two can not be compared like this"
        return self.refuse(zh, en, at=sign)

    def operand(self) -> _Token:
        token = self.tokens[self.at]
        if token.kind not in ("name", "number", "text"):
            self.refuse("这里应当是事实名、数字或文字", "a fact, number or word is expected here")
        if token.kind == "name" and token.text not in DEFINITIONS:
            self.refuse(
                f"不认识事实“{token.text}”",
                f'the fact "{token.text}" is not known',
                ", ".join(sorted(DEFINITIONS)),
            )
        self.at += 1
        return token

    def took(self, kind: str, text: str) -> bool:
        token = self.tokens[self.at]
        if token.kind != kind or token.text != text:
            return False
        self.at += 1
        return True

    def refuse(self, zh: str, en: str, known: str = "", at: _Token | None = None) -> NoReturn:
        remedy = Bilingual(
            "请改写，例如：fume and stoves >= 3。", "Rewrite it, for example: fume and stoves >= 3."
        )
        if known:
            remedy = Bilingual(f"可用：{known}。", f"Use one of: {known}.")
        place = (at or self.tokens[self.at]).start
        raise _malformed(self.text, place, Bilingual(zh, en), remedy)
