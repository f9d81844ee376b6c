"""The real command line in a process of its own, with the bundled model."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.model, pytest.mark.timeout(300)]
SENTENCE = "ルカシェンコ大統領は24日、ミンスクで会談した。"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One home for all: the bundled package is unpacked once."""
    return tmp_path_factory.mktemp("cli-home")


def run(
    home: Path, *arguments: str, text: str | bytes = "", **env: str
) -> subprocess.CompletedProcess[bytes]:
    given = text.encode() if isinstance(text, str) else text
    return subprocess.run(
        [sys.executable, "-m", "mtservice", *arguments],
        input=given,
        capture_output=True,
        env={"HOME": str(home), "PATH": os.environ["PATH"], "PYTHONPATH": "."} | env,
        check=False,
    )


def test_stdin_to_json_gives_offsets_that_slice(home: Path) -> None:
    done = run(home, "translate", "-", "--to", "json", text=SENTENCE)
    assert done.returncode == 0, done.stderr.decode()
    (document,) = json.loads(done.stdout)["documents"]
    (segment,) = document["segments"]
    source, target = segment["source"], segment["target"]
    assert source["text"] == SENTENCE
    assert document["text"][target["start"] : target["end"]] == target["text"]
    assert segment["hits"]
    for hit in segment["hits"]:
        place = hit["source"]
        assert source["text"][place["start"] : place["end"]] == place["text"]
        if hit["target"] is not None:
            place = hit["target"]
            assert target["text"][place["start"] : place["end"]] == place["text"]


@pytest.mark.parametrize("form", ["text", "html", "tmx", "tsv"])
def test_every_form_can_be_written_to_a_file(home: Path, tmp_path: Path, form: str) -> None:
    out = tmp_path / f"out.{form}"
    done = run(home, "translate", "-", "--to", form, "-o", str(out), text=SENTENCE)
    assert done.returncode == 0, done.stderr.decode()
    assert "Lukashenko" in out.read_text("utf-8")


def test_a_glossary_file_stands_for_this_call(home: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.tsv"
    own.write_text("source\ttarget\nミンスク\tMensk\n", "utf-8")
    done = run(home, "translate", "-", "--to", "text", "--glossary", str(own), text=SENTENCE)
    assert done.returncode == 0, done.stderr.decode()
    assert "Mensk" in done.stdout.decode()


def test_no_glossary_has_no_hits(home: Path) -> None:
    done = run(home, "translate", "-", "--to", "json", "--no-glossary", text=SENTENCE)
    (document,) = json.loads(done.stdout)["documents"]
    assert document["segments"][0]["hits"] == []


@pytest.mark.parametrize(
    ("arguments", "text", "code", "words"),
    [
        (["translate", "-", "--from", "docx9"], SENTENCE, 2, "docx9"),
        (["translate", "-", "--glossary", "nowhere.tsv"], SENTENCE, 2, "nowhere.tsv"),
        (["translate", "-", "--model", "/no/such.argosmodel"], SENTENCE, 3, "/no/such.argosmodel"),
        (["translate", "no-such-file.txt"], "", 2, "no-such-file.txt"),
        (["translate", "-"], "議会".encode("shift_jis"), 3, "UTF-8"),
        (["translate", "-"], b"a\0b", 3, "NUL"),
        (["translate", "-", "--glossary", "x", "--no-glossary"], "", 2, "exclude each other"),
    ],
)
def test_a_mistake_is_one_line_and_a_code(
    home: Path, arguments: list[str], text: str | bytes, code: int, words: str
) -> None:
    done = run(home, *arguments, text=text)
    said = done.stderr.decode()
    assert done.returncode == code, said
    assert words in said
    assert "Traceback" not in said
    assert done.stdout == b""


def test_a_bad_glossary_row_is_named_by_line_and_column(home: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.tsv"
    bad.write_text("source\ttarget\ttype\n議会\tparliament\tplanet\n", "utf-8")
    done = run(home, "translate", "-", "--glossary", str(bad), text=SENTENCE)
    assert done.returncode == 3
    assert f"{bad}:2:15:" in done.stderr.decode()


def test_a_wrong_setting_is_named(home: Path) -> None:
    done = run(home, "translate", "-", text=SENTENCE, MTSERVICE_PROT="1")
    assert done.returncode == 2
    assert "MTSERVICE_PROT is not a setting" in done.stderr.decode()


def test_strict_says_findings_by_its_exit_code(home: Path) -> None:
    done = run(home, "translate", "-", "--strict", "--no-glossary", text="1,234,567人が集まった。")
    assert done.returncode in (0, 1)
    again = run(
        home, "translate", "-", "--to", "json", "--no-glossary", text="1,234,567人が集まった。"
    )
    (document,) = json.loads(again.stdout)["documents"]
    assert bool(document["segments"][0]["flags"]) == (done.returncode == 1)


def test_a_folder_goes_through_batch(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(SENTENCE, "utf-8")
    (folder / "b.txt").write_text(f"\n\n{SENTENCE}\n", "utf-8")
    (folder / "c.txt").write_bytes(b"\xff\xfe\xfa")
    out = tmp_path / "out"
    done = run(home, "batch", str(folder), str(out), "--show")
    said = done.stderr.decode()
    assert done.returncode == 1, said
    assert "c.txt" in said
    assert {path.name for path in out.iterdir()} == {
        "documents",
        "report.html",
        "translation.json",
        "translation.tmx",
        "translation.tsv",
    }
    assert (out / "documents" / "b.txt").read_text("utf-8").startswith("\n\n")


def test_doctor_is_content(home: Path) -> None:
    done = run(home, "doctor", "--json")
    assert done.returncode == 0, done.stdout.decode()
    assert all(item["ok"] for item in json.loads(done.stdout))


def test_a_byte_order_mark_comes_out_as_it_went_in(home: Path) -> None:
    done = run(home, "translate", "-", "--to", "text", text="\ufeffミンスク\r\n")
    assert done.stdout == "\ufeffMinsk\r\n".encode()
    assert run(home, "translate", "-", "--to", "text", text="ミンスク").stdout == b"Minsk"


def test_explain_shows_what_translate_does(home: Path) -> None:
    done = run(home, "explain", "-", "--json", text=SENTENCE)
    assert done.returncode == 0, done.stderr.decode()
    (segment,) = json.loads(done.stdout)
    said = run(home, "translate", "-", "--to", "text", text=SENTENCE).stdout.decode()
    assert segment["text"] == said
    assert [one["wanted"] for one in segment["asked"]] == ["President Lukashenko", "Minsk"]
    assert segment["tried"][0]["rung"] == "annotate"
    shown = run(home, "explain", SENTENCE, "--strategy", "plain", "--rung", "none").stdout.decode()
    assert "   ✓  model" in shown
