"""The unified social credit code of a business (统一社会信用代码, GB 32100-2015).

18 characters; the last is a check character over the 17 before it. Every single wrong character
and every swap of two neighbours is found: the weights are 3^i mod 31 and all differ.
"""

from foundation.text import Bilingual

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015: no I, O, S, V, Z
LENGTH = 18
_MISTAKEN = {"I": "1", "O": "0", "S": "5", "V": "U", "Z": "2"}  # what such a letter is read from
_WIDE = {ord("０") + place: chr(ord("0") + place) for place in range(10)} | {
    ord("Ａ") + place: chr(ord("A") + place) for place in range(26)
}


def written_plainly(code: str) -> str:
    """The code as the standard writes it: capitals, no full-width characters, no gaps."""
    return "".join(code.upper().translate(_WIDE).split()).replace("-", "")


def check_character(first: str) -> str:
    """The 18th character for the 17 before it (GB 32100-2015, annex A)."""
    total = sum(ALPHABET.index(letter) * pow(3, place, 31) for place, letter in enumerate(first))
    return ALPHABET[-total % 31]


def fault_of(code: str) -> Bilingual | None:
    """What is wrong with a code and what to do about it; `None`: it is right."""
    if len(code) != LENGTH:
        return Bilingual(
            f"应为 {LENGTH} 位，现在是 {len(code)} 位。请对照营业执照补全或删去多余的字符",
            f"it has {len(code)} characters and needs {LENGTH}; compare with the business licence",
        )
    for place, letter in enumerate(code, 1):
        if letter not in ALPHABET:
            return _strange(place, letter)
    expected = check_character(code[:-1])
    if code[-1] == expected:
        return None
    return Bilingual(
        f"校验不通过：前 17 位无误时，第 18 位应为“{expected}”，现在是“{code[-1]}”。"
        "请对照营业执照逐位核对，常见的是错一位或相邻两位写反",
        f"its check character does not fit: character 18 is {code[-1]!r} and would be"
        f" {expected!r} if the first 17 are right; compare each with the business licence, often"
        " one is wrong or two neighbours are swapped",
    )


def _strange(place: int, letter: str) -> Bilingual:
    meant = _MISTAKEN.get(letter)
    if meant is None:
        return Bilingual(
            f"第 {place} 位“{letter}”不能用在代码里，只能是数字和大写字母",
            f"character {place}, {letter!r}, is never used; only digits and capital letters are",
        )
    return Bilingual(
        f"第 {place} 位“{letter}”不会出现在代码里，可能是“{meant}”。请对照营业执照",
        f"character {place}, {letter!r}, is never used and may be {meant!r}; compare with the"
        " business licence",
    )
