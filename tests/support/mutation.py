"""Texts that were damaged on the way: the same ones for the same seed."""

import random

ODD = [
    *("", "0", "-1", "65536", "99999999999999999999", "\0", "\x7f", "é", "视频", "a=", "m=", "="),
    *("0.0.0.0", "::1", "x" * 300, "%s%n", "nan", "1e309", "IN IP6", "apt=0", "apt=96"),  # noqa: S104
    *("//", "actpass"),
]


def damaged(text, seed):
    """One to six damages, each of another kind."""
    chance = random.Random(seed)  # noqa: S311 - a test's choice
    lines = text.split("\r\n")
    for _ in range(chance.randint(1, 6)):
        if not lines:
            lines = [""]
        at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        line = lines[at]
        match chance.randrange(9):
            case 0:
                del lines[at]
            case 1:
                lines.insert(other, line)
            case 2:
                lines[at], lines[other] = lines[other], line
            case 3:
                lines = lines[: at + 1]
            case 4:
                words = line.split(" ")
                words[chance.randrange(len(words))] = chance.choice(ODD)
                lines[at] = " ".join(words)
            case 5:
                cut = chance.randrange(len(line) + 1)
                lines[at] = line[:cut] + chance.choice(ODD) + line[cut:]
            case 6:
                cut = chance.randrange(len(line) + 1)
                lines[at] = line[:cut] + chr(chance.randrange(1, 0x2FF)) + line[cut + 1 :]
            case 7:
                head, mark, tail = line.partition(":")
                lines[at] = head + mark + chance.choice(ODD) if chance.random() < 0.5 else tail
            case 8:
                lines[at:at] = [line] * chance.randrange(1, 40)
    return "\r\n".join(lines)
