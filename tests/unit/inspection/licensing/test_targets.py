import json
import os
from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.settings import Settings
from inspection.licensing.message import result_event
from inspection.licensing.model import RESULT_FIELDS, FieldMap, Takes
from inspection.licensing.opening import configured
from inspection.licensing.targets import UnusableTargets, read_targets
from inspection.licensing.ways import FileDrop, TemporaryFailure

LICENSING = """
[[target]]
name = "licensing"
kind = "http"
url = "https://licence.example.gov.cn/api/results"
secret = "whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQ="
networks = ["10.20.0.0/16"]
calls_back = true
download_hosts = ["files.example.gov.cn"]
"""
RESULT = {name: name for name in RESULT_FIELDS} | {"determined_at": "2026-11-24T02:31:07+00:00"}


@pytest.fixture
def written(tmp_path):
    """A function that writes a file of targets."""

    def write(text):
        path = tmp_path / "targets.toml"
        path.write_text(text, "utf-8")
        return path

    return write


def a_folder(tmp_path, more=""):
    return f'\n[[target]]\nname = "environment"\nkind = "file_drop"\nfolder = "{tmp_path}"\n{more}'


def test_several_targets_are_read_with_what_each_is_told(written, tmp_path):
    more = """required = false
takes.fume = ["rectify", "fail"]
fields.keep = ["case_number", "fume_conclusion"]
fields.rename = { case_number = "AJBH" }
fields.constant = { area_code = "371082" }
"""
    licensing, environment = read_targets(written(LICENSING + a_folder(tmp_path, more)))
    assert licensing.target.receiver == "licensing"
    assert licensing.place.allowed.networks == (ip_network("10.20.0.0/16"),)
    assert licensing.place.download_hosts == {"licence.example.gov.cn", "files.example.gov.cn"}
    assert environment.target.receiver == "push-environment"
    assert not environment.target.is_required
    assert environment.target.fields.of(RESULT) == {
        "AJBH": "case_number",
        "fume_conclusion": "fume_conclusion",
        "area_code": "371082",
    }


@pytest.mark.parametrize(
    ("changed", "to", "names"),
    [
        ("https://licence", "ftp://licence", ["line 5", "url", "https://"]),
        ("https://licence", "https://user@licence", ["line 5", "url"]),
        ("https://licence.example.gov.cn/", "https://2130706433/", ["line 5", "url"]),
        ('secret = "whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQ="', "", ["secret", "missing"]),
        ("whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQ=", "demo-secret", ["line 6", "secret"]),
        ("10.20.0.0/16", "10.20.0.0/99", ["line 7", "networks", "10.20.0.0/16"]),
        ("files.example.gov.cn", "files.example.gov.cn/x", ["line 9", "download_hosts"]),
        ('"http"', '"fax"', ["line 2", "file_drop"]),
        ('"licensing"', '"Licensing!"', ["line 3", "name"]),
        ("calls_back", "call_back", ["line 8", "call_back", "spelling"]),
        ("[[target]]", "[target]", ["target"]),
        ("name =", "name", ["TOML", "line 3"]),
        ("calls_back = true", 'fields.keep = ["colour"]', ["line 8", "case_number"]),
        (
            "calls_back = true",
            'fields.rename = { case_number = "x", shop_name = "x" }',
            ["fields", "rename one"],
        ),
        ("calls_back = true", 'takes.food = ["good"]', ["line 8", "rectify"]),
        ("calls_back = true", "required = false", ["required", "every result"]),
        ("calls_back = true", 'takes.food = ["pass"]', ["required", "every result"]),
    ],
)
def test_what_does_not_fit_is_named_with_file_line_key_and_remedy(written, changed, to, names):
    assert changed in LICENSING
    with pytest.raises(UnusableTargets) as refusal:
        read_targets(written(LICENSING.replace(changed, to)))
    said = refusal.value
    for name in ("targets.toml", *names):
        assert name in said.sentence_en
    assert "targets.toml" in said.sentence_zh
    assert "whsec" not in said.sentence_en, "a sentence in a log tells no secret"


def test_a_folder_that_is_not_there_and_a_name_that_stands_twice_are_refused(written, tmp_path):
    with pytest.raises(UnusableTargets, match="folder"):
        read_targets(written(LICENSING + a_folder(tmp_path / "none")))
    with pytest.raises(UnusableTargets, match="stands twice"):
        read_targets(written(LICENSING + LICENSING))
    with pytest.raises(UnusableTargets, match="not there"):
        read_targets(tmp_path / "no.toml")


@given(st.text(max_size=80))
def test_whatever_is_written_gives_targets_or_a_sentence(tmp_path_factory, text):
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_text(text, "utf-8", "surrogatepass")
    with pytest.raises(UnusableTargets):
        read_targets(path)


def test_an_address_alone_is_a_target_named_licensing_beside_those_of_the_file(written, tmp_path):
    settings = Settings(
        licensing_url="http://localhost:8081",
        licensing_secret="a secret of our own",
        push_targets=written(
            LICENSING.replace('"licensing"', '"supervision"') + a_folder(tmp_path)
        ),
    )
    names = [one.target.name for one in configured(settings)]
    assert names == ["licensing", "supervision", "environment"]
    assert configured(settings)[0].place.url == "http://localhost:8081/api/results"
    assert configured(Settings()) == []
    twice = settings.model_copy(update={"push_targets": written(LICENSING)})
    with pytest.raises(UnusableTargets, match="licensing_url"):
        configured(twice)


CONCLUSIONS = st.sampled_from(["pass", "rectify", "fail", "go_on_site", "not_asked"])


@given(CONCLUSIONS, CONCLUSIONS, st.frozensets(CONCLUSIONS), st.frozensets(CONCLUSIONS))
def test_a_result_concerns_a_target_by_either_area_it_named(food, fume, foods, fumes):
    holds = Takes(foods, fumes).holds({"food_conclusion": food, "fume_conclusion": fume})
    assert holds is (food in foods or fume in fumes or not (foods or fumes))


@given(st.frozensets(st.sampled_from(RESULT_FIELDS)))
def test_a_field_that_is_not_kept_is_told_under_no_name(keep):
    told = FieldMap(keep, {"shop_name": "DWMC"}).of(RESULT)
    hidden = set(RESULT_FIELDS) - keep if keep else set()
    assert not hidden & set(told.values())
    assert len(told) == len(keep or RESULT_FIELDS)


async def test_a_dropped_file_is_whole_under_its_name_and_the_same_on_every_try(tmp_path):
    drop, event = FileDrop(tmp_path), result_event("YK1_1_environment", RESULT)
    await drop.deliver(event)
    await drop.deliver(event)
    assert [one.name for one in tmp_path.iterdir()] == ["YK1_1_environment.json"]
    kept = json.loads((tmp_path / "YK1_1_environment.json").read_bytes())
    assert kept["data"] == RESULT
    assert kept["id"] == "YK1_1_environment"


async def test_a_folder_that_is_gone_or_full_means_later_and_leaves_nothing(tmp_path, monkeypatch):
    event = result_event("YK1_1_environment", RESULT)
    with pytest.raises(TemporaryFailure, match="can not write"):
        await FileDrop(tmp_path / "unmounted").deliver(event)
    assert not (tmp_path / "unmounted").exists(), "a mount point is not made"

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(TemporaryFailure, match="No space left"):
        await FileDrop(tmp_path).deliver(event)
    assert list(tmp_path.iterdir()) == []
