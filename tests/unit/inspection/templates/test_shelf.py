"""What ships is on the shelf at start, and a case keeps what it was accepted under."""

import sqlite3
from contextlib import closing
from datetime import date
from hashlib import sha256

import pytest

from checklists.load import builtin_path, text_of
from foundation import audit
from foundation.database import open_database
from foundation.migrations import upgrade
from inspection.cases import store as case_store
from inspection.cases.checklist import checklist_of, pin_older_cases
from inspection.cases.service import Cases
from inspection.intake.demo import RESTAURANT
from inspection.templates import shelf, store
from inspection.templates import stock as stocking
from inspection.templates.errors import (
    BuiltinChanged,
    ChecklistChanged,
    NothingToAsk,
    PinLost,
    UnknownRules,
)
from inspection.templates.model import Kind, Origin, checklist_sha256
from inspection.templates.stock import stock


async def on_the_shelf(database):
    async with database.reading() as view:
        return await store.editions(view)


async def publish(database, clock, text, version, effective_from, family="kl"):
    async with database.transaction() as transaction:
        return await store.add(
            transaction,
            kind=Kind.TEMPLATE,
            family=family,
            version=version,
            origin=Origin.BUREAU,
            effective_from=effective_from,
            text=text,
            by="user_chen",
            now=clock.now(),
        )


async def read(database, case_id):
    async with database.reading() as view:
        return await case_store.by_id(view, case_id)


def asked(case):
    return {one.item.id: one.item.title.zh for one in checklist_of(case).entries}


async def test_what_ships_is_published_once_and_holds_since_ever(database, clock):
    before = await on_the_shelf(database)
    assert [one.family for one in before if one.kind is Kind.TEMPLATE] == [
        "si",
        "ss",
        "kl",
        "ex",
        "of",
        "hf",
        "fg",
    ]
    assert all(one.effective_from is None and one.published_by == "system" for one in before)
    assert await stock(database, clock) == "all-must-comply"
    assert await on_the_shelf(database) == before


async def test_a_changed_file_that_ships_under_its_old_version_stops_the_start(
    database, clock, tmp_path, monkeypatch
):
    def elsewhere(name):
        path = tmp_path / f"{name}.yaml"
        if not path.exists():
            path.write_text(text_of(builtin_path(name)), "utf-8")
        return path

    monkeypatch.setattr(stocking, "builtin_path", elsewhere)
    await stock(database, clock)
    file = elsewhere("kl")
    file.write_text(text_of(file).replace("weight: key", "weight: major", 1), "utf-8")
    with pytest.raises(BuiltinChanged) as caught:
        await stock(database, clock)
    assert "kl.yaml" in caught.value.sentence_zh
    assert "version" in caught.value.sentence_en

    file.write_text(text_of(file).replace('version: "2026.11', 'version: "2027.11'), "utf-8")
    await stock(database, clock)
    (newest,) = (one for one in await on_the_shelf(database) if one.version.startswith("2027"))
    assert newest.effective_from == date(2026, 11, 24)


async def test_the_bureaus_own_rules_come_from_its_file(database, clock, tmp_path):
    with pytest.raises(UnknownRules):
        await stock(database, clock, "strict")
    file = tmp_path / "ours.yaml"
    file.write_text(
        'id: ours\nversion: "2026.11.1"\ntitle: {zh: 本局, en: Ours}\n'
        "areas: {fume: {scheme: counted, limits: {major: 1}}}\n",
        "utf-8",
    )
    assert await stock(database, clock, str(file)) == "ours"
    case = await Cases(database, clock, "ours").accept(RESTAURANT, ())
    assert case.pin.rules.id == "ours"
    assert (await Cases(database, clock).accept(RESTAURANT, ())).pin.rules.id == "all-must-comply"


async def test_a_case_keeps_its_items_whatever_is_published_and_a_new_one_gets_the_new(
    database, clock
):
    cases = Cases(database, clock)
    old = await cases.accept(RESTAURANT, ())
    before = asked(old)
    text = (
        text_of(builtin_path("kl"))
        .replace("KL-18", "KL-88")
        .replace("weight: key", "weight: major")
    )
    await publish(database, clock, text, "2026.12.1", date(2026, 11, 26))

    assert asked(await cases.accept(RESTAURANT, ())) == before, "its day has not come"
    clock.move(days=2)
    new = await cases.accept(RESTAURANT, ())
    assert set(asked(new)) - set(before) == {"KL-88"}
    assert new.checklist_version != old.checklist_version

    shelf._pins.clear()
    again = await read(database, old.id)
    assert again == old
    assert asked(again) == before
    assert checklist_sha256(checklist_of(again)) == old.checklist_sha256
    async with database.reading() as view:
        entries = await audit.entries_about(view, old.id)
    (entry,) = [one for one in entries if one.action == "case.accepted"]
    assert entry.facts["checklist"] == old.checklist_version
    assert entry.facts["checklist_sha256"] == old.checklist_sha256


@pytest.mark.parametrize(
    "alter",
    [
        """UPDATE case_file SET facts = replace(facts, '"hot": true', '"hot": false')""",
        "UPDATE case_file SET accepted_at = '2019-01-01 00:00:00'",
    ],
)
async def test_a_case_is_not_judged_by_another_list_than_was_sealed_at_its_acceptance(
    database, clock, tmp_path, alter
):
    case = await Cases(database, clock).accept(RESTAURANT, ())
    assert asked(await read(database, case.id))
    with closing(sqlite3.connect(tmp_path / "yunkan.db")) as db:
        db.execute(alter)
        db.commit()
    with pytest.raises(ChecklistChanged) as caught:
        checklist_of(await read(database, case.id))
    assert case.number in caught.value.sentence_zh
    assert "backup" in caught.value.sentence_en


async def test_a_case_from_before_seals_is_judged_by_what_it_was_pinned_to(
    database, clock, tmp_path
):
    case = await Cases(database, clock).accept(RESTAURANT, ())
    with closing(sqlite3.connect(tmp_path / "yunkan.db")) as db:
        db.execute("UPDATE case_file SET checklist_sha256 = ''")
        db.commit()
    assert asked(await read(database, case.id)) == asked(case)


async def test_nothing_is_accepted_while_no_template_is_published(clock, tmp_path):
    url = f"sqlite+aiosqlite:///{tmp_path / 'bare.db'}"
    upgrade(url)
    bare = open_database(url)
    with pytest.raises(NothingToAsk) as caught:
        await Cases(bare, clock).accept(RESTAURANT, ())
    assert RESTAURANT.shop_name in caught.value.sentence_zh
    async with bare.reading() as view:
        assert await case_store.count(view) == 0
    await bare.close()


async def test_clauses_are_pinned_with_the_templates_that_cite_them(database, clock):
    case = await Cases(database, clock).accept(RESTAURANT, ())
    text = text_of(builtin_path("clauses")).replace("生态环境法典", "改了名的法典")
    async with database.transaction() as transaction:
        await store.add(
            transaction,
            kind=Kind.CLAUSES,
            family="clauses",
            version="2027.1.1",
            origin=Origin.BUILTIN,
            effective_from=None,
            text=text,
            by="system",
            now=clock.now(),
        )
    shelf._pins.clear()

    def cited(one):
        return {clause.title.zh for entry in checklist_of(one).entries for clause in entry.clauses}

    assert "改了名的法典" not in cited(await read(database, case.id))
    assert "改了名的法典" in cited(await Cases(database, clock).accept(RESTAURANT, ()))


async def test_a_case_from_before_versions_were_kept_is_pinned_at_the_next_start(
    database, clock, tmp_path
):
    case = await Cases(database, clock).accept(RESTAURANT, ())
    with closing(sqlite3.connect(tmp_path / "yunkan.db")) as db:
        db.execute("UPDATE case_file SET checklist_version = '2844102d63f7181e'")
        db.commit()
    with pytest.raises(PinLost):
        await read(database, case.id)
    assert await pin_older_cases(database, clock) == 1
    assert asked(await read(database, case.id)) == asked(case)
    assert await pin_older_cases(database, clock) == 0


async def test_a_list_that_is_not_what_its_name_stands_for_is_found(database, clock, tmp_path):
    case = await Cases(database, clock).accept(RESTAURANT, ())
    shelf._pins.clear()
    with closing(sqlite3.connect(tmp_path / "yunkan.db")) as db:
        db.execute("DROP TRIGGER template_version_no_update")
        forged = sha256(b"forged").hexdigest()
        db.execute("UPDATE template_version SET sha256 = ? WHERE family = 'kl'", (forged,))
        db.commit()
    with pytest.raises(PinLost):
        await read(database, case.id)
    shelf._pins.clear()


async def test_thousands_of_cases_share_one_pin_and_few_checklists(database, clock):
    cases = Cases(database, clock)
    first = [await cases.accept(RESTAURANT, ()) for _ in range(5)]
    assert len({id(one.pin) for one in first}) == 1
    assert len({id(checklist_of(one)) for one in first}) == 1
