"""Whatever a WARC file of somebody's holds: each of its records is taken or left out, or the damage is told. No other end."""

import gzip
import random
from datetime import UTC, datetime

import pytest

from scraper.captures.choose import Chooser
from scraper.captures.records import BadFile, records
from scraper.ministries import get
from tests.sample.serving import sample

NOW = datetime(2026, 11, 25, tzinfo=UTC)


class Nothing:
    """An archive that holds nothing."""

    def held(self, captures):
        return {}, set()

    def original(self, original):
        return None


def read(path):
    """What becomes of a file: how many captures are taken, how many left out, how often damage is told."""
    left, damage = [], []
    chooser = Chooser([get("sample")], Nothing(), NOW, left.append)
    taken = list(chooser.choose(records(path, chooser.largest, damage.append)))
    return len(taken), len(left), len(damage)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    file = tmp_path_factory.mktemp("captures") / "captures.warc.gz"
    assert sample("warc", file, "--events", 40).returncode == 0
    return file.read_bytes()


def mutated(content, rng):
    """Bytes flipped, a stretch cut out, doubled, or put elsewhere, or the end cut off."""
    changed = bytearray(content)
    for _ in range(rng.choice((1, 1, 3, 20))):
        at, length = rng.randrange(len(changed)), rng.choice((1, 1, 4, 100, 5000))
        what = rng.randrange(5)
        if what == 0:
            changed[at : at + length] = rng.randbytes(min(length, len(changed) - at))
        elif what == 1:
            del changed[at : at + length]
        elif what == 2:
            changed[at:at] = changed[at : at + length]
        elif what == 3:
            changed[at:at] = rng.choice(
                (b"\0", b"\r\n", b"WARC/1.0\r\n", b"\x1f\x8b\x08", b"Content-Length: -1\r\n", b"\xff" * 9)
            )
        elif len(changed) > 2000:
            del changed[rng.randrange(1000, len(changed)) :]
    return bytes(changed)


@pytest.mark.parametrize("packed", [True, False])
def test_a_mutated_file_never_ends_in_an_error_of_ours(whole, tmp_path, packed, capfd):
    file, ends = tmp_path / "captures.warc", set()
    content = whole if packed else gzip.decompress(whole)
    file.write_bytes(content)
    assert read(file)[0] > 0
    for seed in range(30):
        file.write_bytes(mutated(content, random.Random(seed)))
        try:
            taken, _, damage = read(file)
            ends.add((taken > 0, damage > 0))
        except BadFile as error:
            assert "captures.warc" in str(error)
    assert (True, True) in ends
    assert capfd.readouterr().err == ""
