"""Scorecard E5: two thousand lines from four writers, each proved, none lost, none twice."""

import asyncio
import json
import random
import time

from foundation import merkle
from foundation.database import open_database
from inspection.evidence import custody
from tests.unit.foundation.test_merkle import naive_root

WRITERS, LINES, PAIRS = 4, 500, 200
MOST_S = 0.005  # scorecard E5, without the wait for the disk


async def test_a_log_that_four_wrote_at_once_is_whole_and_every_line_is_proved(
    database, clock, tmp_path
):
    took: list[float] = []

    async def write(writer):
        own = open_database(f"sqlite+aiosqlite:///{tmp_path / 'yunkan.db'}")
        for number in range(LINES):
            async with own.transaction() as transaction:
                began = time.perf_counter()
                await custody.note(
                    transaction,
                    "case_1",
                    who=f"writer-{writer}",
                    act=custody.Act.VIEWED,
                    now=clock.now(),
                    facts={"number": number},
                )
                took.append(time.perf_counter() - began)
        await own.close()

    await asyncio.gather(*(write(writer) for writer in range(WRITERS)))
    async with database.reading() as view:
        entries = await custody.entries_of(view, "case_1")
    assert custody.first_broken(entries) is None
    assert [entry.number for entry in entries] == list(range(1, WRITERS * LINES + 1))
    written = {(one["who"], one["facts"]["number"]) for one in map(_said, entries)}
    assert len(written) == WRITERS * LINES

    leaves = [bytes.fromhex(entry.hash) for entry in entries]
    top = merkle.root(leaves)
    assert top == naive_root([entry.line.encode() for entry in entries])
    for index, leaf in enumerate(leaves):
        proof = merkle.inclusion_proof(leaves, index)
        assert merkle.is_included(leaf, index, len(leaves), proof, top), index
    dice = random.Random(5)  # noqa: S311 - pairs that can be repeated
    for _ in range(PAIRS):
        old, new = sorted(dice.sample(range(1, len(leaves) + 1), 2))
        proof = merkle.consistency_proof(leaves[:new], old)
        roots = merkle.root(leaves[:old]), merkle.root(leaves[:new])
        assert merkle.is_consistent(old, roots[0], new, roots[1], proof), (old, new)
    assert sorted(took)[int(len(took) * 0.95)] <= MOST_S


def _said(entry):
    return json.loads(entry.line)
