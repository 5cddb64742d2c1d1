"""What is proposed of a picture: faces, text and codes, all without a network."""

import socket

import pytest

from inspection.evidence.aids.codes import read_codes
from inspection.evidence.aids.faces import find_faces
from inspection.evidence.aids.texts import read_texts
from inspection.evidence.redaction.model import Box
from tests.support.pictures import jpeg
from tests.support.plates import LICENCE, PLATE, coded, drawn_face, nameplate


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    def refuse(*_):
        raise AssertionError("the network is asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def letters(text):
    return text.replace(" ", "")


def test_a_nameplate_is_read_line_by_line_with_the_place_of_each():
    reads = read_texts(nameplate())
    assert [letters(one.text) for one in reads] == [letters(line) for line in PLATE]
    assert all(0.5 <= one.confidence <= 1 for one in reads)
    tops = [one.corners[0][1] for one in reads]
    assert tops == sorted(tops)
    assert reads[0].corners[0] == pytest.approx((160 / 1280, 115 / 720), abs=0.02)


def test_a_part_is_read_with_its_place_in_the_whole_picture():
    (read,) = read_texts(nameplate(), Box(0.1, 0.28, 0.9, 0.45))
    assert letters(read.text) == letters(PLATE[1])
    assert read.corners[0] == pytest.approx((160 / 1280, 225 / 720), abs=0.02)


def test_where_nothing_is_written_nothing_is_read():
    assert read_texts(jpeg("")) == []
    assert read_codes(jpeg("")) == []


def test_a_licences_code_is_read_with_its_kind_and_place():
    (read,) = read_codes(coded())
    assert (read.text, read.form, read.confidence) == (LICENCE, "QR Code", 1.0)
    assert 700 / 1280 < read.corners[0][0] < 0.6
    assert read_codes(coded(), Box(0.5, 0.3, 1, 1))[0].corners[0] == pytest.approx(
        read.corners[0], abs=0.01
    )
    assert read_codes(coded(), Box(0, 0, 0.4, 1)) == []


@pytest.mark.parametrize("size", [120, 220, 350])
def test_a_face_is_proposed_with_hair_and_chin_and_a_wall_is_not(size):
    (box,) = find_faces(drawn_face(size))
    assert box.left * 1280 <= 400 + 0.12 * size
    assert box.right * 1280 >= 400 + 0.88 * size
    assert box.top * 720 <= 200 + 0.35 * size
    assert box.bottom * 720 >= 200 + 0.9 * size
    assert find_faces(jpeg()) == []
