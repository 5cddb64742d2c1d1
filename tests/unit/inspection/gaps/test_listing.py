"""The bureau's list of papers that may follow: what ships is usable, what is wrong is named."""

import pytest
import yaml

from checklists.clauses import Confidence
from inspection.gaps.listing import BUILTIN, OTHER, ListMalformed, builtin_list, load_list


@pytest.fixture
def own(tmp_path):
    """Reads the list that ships with one place changed."""

    def read(place="", value=None):
        content = yaml.safe_load(BUILTIN.read_text("utf-8"))
        *way, last = place.split(".") if place else [""]
        inner = content
        for step in way:
            inner = inner[int(step) if step.isdigit() else step]
        if last:
            inner[int(last) if last.isdigit() else last] = value
        file = tmp_path / "own.yaml"
        file.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
        return load_list(file)

    return read


def test_the_list_that_ships_says_whose_it_is_and_that_it_is_to_be_confirmed():
    listed = builtin_list()
    assert listed.source.zh == "本局容缺受理清单"
    assert not listed.is_confirmed
    assert listed.kind(OTHER) is None
    assert all(1 <= kind.working_days <= listed.most_working_days for kind in listed.kinds)
    assert "营业执照（主体资格）" in {one.zh for one in listed.never}
    assert len(listed.pledge.zh) == len(listed.pledge.en)


def test_a_bureau_confirms_its_own_list(own):
    listed = own("confidence", "high")
    assert (listed.confidence, listed.is_confirmed) == (Confidence.HIGH, True)


@pytest.mark.parametrize(
    ("place", "value", "named"),
    [
        ("confidence", "perhaps", "confidence"),
        ("most_working_days", 0, "most_working_days"),
        ("most_working_days", 7, "default_working_days"),
        ("kinds.0.working_days", 21, "kinds.0.working_days"),
        ("kinds.1.id", "health_certificates", "kinds.1.id"),
        ("kinds.0.id", "other", "kinds.0.id"),
        ("kinds.0.form", "film", "kinds.0.form"),
        ("kinds.0.title", {"zh": "证"}, "kinds.0.title.en"),
        ("pledge.zh", [], "pledge.zh"),
        ("extra", 1, "extra"),
    ],
)
def test_what_is_wrong_is_named_by_its_place(own, place, value, named):
    with pytest.raises(ListMalformed) as refused:
        own(place, value)
    assert refused.value.facts["place"] == named


@pytest.mark.parametrize("content", [b"\xff\xfe", b"version: [", b"", b"#" * 300_000])
def test_a_file_that_is_no_list_is_refused(tmp_path, content):
    file = tmp_path / "own.yaml"
    file.write_bytes(content)
    with pytest.raises(ListMalformed):
        load_list(file)
