"""XML that attacks: bombs, entities, definitions, depth and size are refused in one sentence."""

from __future__ import annotations

import http.server
import threading
import tracemalloc
from io import BytesIO
from pathlib import Path

import pytest

from glossary import exchange
from glossary.errors import FormatError
from glossary.formats import by_name, tmx, xmlread
from glossary.formats.notices import Notices
from glossary.model import Entry, Glossary, Target

NAMES = ["tbx", "tbx-v2", "tmx", "xliff"]
GOOD = Glossary("made", (Entry("minsk", "ミンスク", (Target("Minsk"),)),))
_MORE = "".join(f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(10))
LAUGHS = f"<!DOCTYPE x [<!ENTITY a 'ha'>{_MORE}]>"


def with_prolog(name: str, prolog: str, term: str = "Minsk") -> bytes:
    """A good file with something before its root element, and another English term."""
    declaration, rest = by_name(name).write(GOOD).split("\n", 1)
    return f"{declaration}\n{prolog}\n{rest.replace('Minsk', term)}".encode()


def refusal(name: str, data: bytes) -> str:
    with pytest.raises(FormatError) as caught:
        by_name(name).read_bytes(data, name="x", path="file")
    assert caught.value.line
    assert str(caught.value).startswith(f"file:{caught.value.line}:{caught.value.column}: ")
    assert "\n" not in str(caught.value)
    return caught.value.reason


@pytest.mark.parametrize("name", NAMES)
class TestEveryFormat:
    def test_a_billion_laughs(self, name: str) -> None:
        tracemalloc.start()
        reason = refusal(name, with_prolog(name, LAUGHS, "&k;"))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert reason.startswith("the file brings a DTD or entities of its own, which are refused")
        assert peak < 2_000_000

    @pytest.mark.parametrize(
        "prolog",
        [
            "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>",
            "<!DOCTYPE x [<!ENTITY % p SYSTEM 'file:///etc/passwd'> %p;]>",
            "<!DOCTYPE x SYSTEM 'x.dtd' [<!ATTLIST term id CDATA 'x'>]>",
            "<!DOCTYPE x [<!ELEMENT x ANY>]>",
            "<!-- a comment --><!DOCTYPE x []>",
        ],
    )
    def test_definitions_in_the_file(self, name: str, prolog: str) -> None:
        assert "brings a DTD or entities of its own" in refusal(name, with_prolog(name, prolog))

    def test_an_entity_from_outside(self, name: str) -> None:
        data = with_prolog(name, "<!DOCTYPE x SYSTEM 'x.dtd'>", "&eacute;")
        assert refusal(name, data) == (
            "the entity &eacute; is defined outside of the file; write the character itself"
        )

    def test_depth(self, name: str) -> None:
        data = by_name(name).write(GOOD).replace("Minsk", "<hi>" * 200)
        assert refusal(name, data.encode()).startswith("elements are nested deeper than 100")

    def test_size_of_an_entry(self, name: str) -> None:
        data = by_name(name).write(GOOD).replace("Minsk", "x" * 1_000_001)
        assert refusal(name, data.encode()).startswith("an entry is longer than 1,000,000 char")

    def test_an_encoding_that_is_not_supported(self, name: str) -> None:
        text = by_name(name).write(GOOD).replace('"UTF-8"', '"Shift_JIS"', 1)
        assert refusal(name, text.encode("cp932")).endswith("is not supported; save it as UTF-8")
        unknown = text.replace("Shift_JIS", "klingon")
        assert refusal(name, unknown.encode()).endswith("save it as UTF-8")

    @pytest.mark.parametrize("cut", [0.2, 0.6, 0.95])
    def test_a_file_that_is_cut_off(self, name: str, cut: float) -> None:
        data = by_name(name).write_bytes(GOOD)
        reason = refusal(name, data[: int(len(data) * cut)])
        assert reason.startswith("not well-formed XML: ")

    def test_a_doctype_that_names_a_dtd_is_passed_over_and_not_fetched(self, name: str) -> None:
        asked: list[str] = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                self.send_error(404)

        with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
            thread = threading.Thread(target=server.serve_forever)
            thread.start()
            address = f"http://127.0.0.1:{server.server_port}/x.dtd"
            data = with_prolog(name, f"<!DOCTYPE x SYSTEM '{address}'>")
            found = by_name(name).read_bytes(data, name="made")
            server.shutdown()
            thread.join()
        assert found == GOOD
        assert asked == []


def entries_of(count: int) -> list[Entry]:
    return [
        Entry(f"n{number}", f"語{number}", (Target(f"term {number}"),), note="about it " * 20)
        for number in range(count)
    ]


def peak_of_reading(path: Path) -> tuple[int, int]:
    """Bytes held at most while a file is streamed, and its entries."""
    tracemalloc.start()
    count = sum(1 for _ in exchange.iter_entries(path))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak, count


@pytest.mark.parametrize("name", NAMES)
def test_memory_does_not_grow_with_the_file(name: str, tmp_path: Path) -> None:
    peaks = []
    for count in (500, 5_000):
        path = tmp_path / f"{count}.xml"
        path.write_bytes(by_name(name).write_bytes(Glossary("x", tuple(entries_of(count)))))
        peak, found = peak_of_reading(path)
        assert found == count
        peaks.append(peak)
    assert path.stat().st_size > 1_500_000
    assert peaks[1] < 1_500_000
    assert peaks[1] < peaks[0] * 2  # for a file ten times as large


def test_tmx_is_written_entry_by_entry(tmp_path: Path) -> None:
    entries = (entry for entry in entries_of(3))
    lines = tmx.write_lines(entries)
    assert next(lines).startswith("<?xml")
    assert "".join(lines).count("<tu ") == 3


def test_the_first_bad_place_ends_a_stream() -> None:
    text = tmx.write(Glossary("x", tuple(entries_of(3)))).replace("<seg>語1</seg>", "<seg/>")
    stream = by_name("tmx").entries(BytesIO(text.encode()), path="file")
    assert next(stream).id == "n0"
    with pytest.raises(FormatError, match=r"file:14:5: column 'source': is empty"):
        list(stream)


def test_notices_are_counted_while_streaming() -> None:
    notices = Notices()
    text = tmx.write(GOOD).replace('xml:lang="en"', 'xml:lang="fr"')
    assert list(by_name("tmx").entries(BytesIO(text.encode()), notices=notices)) == []
    assert notices.sentences() == (
        "1 entry without a Japanese and an English term",
        "1 segment beyond one Japanese and one English",
    )


def test_chunks_may_end_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xmlread, "CHUNK", 7)
    for name in NAMES:
        data = by_name(name).write_bytes(GOOD)
        assert by_name(name).read_bytes(data, name="made") == GOOD
