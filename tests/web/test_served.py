"""The service as it is run: gunicorn, the bundled model and glossary, real HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from served import Served, running

pytestmark = [pytest.mark.model, pytest.mark.timeout(300)]
TEXT = "ルカシェンコ大統領は24日、ミンスクで会談した。\n集団安全保障条約機構の首脳会合が開かれた。"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with running(tmp_path_factory.mktemp("served")) as service:
        yield service


def test_every_span_slices_the_text_that_it_points_to(served: Served) -> None:
    response, answer = served.translate(text=TEXT)
    assert response.status == 200
    assert [item["source"]["text"] for item in answer["segments"]] == TEXT.split("\n")
    for item in answer["segments"]:
        source, target = item["source"], item["target"]
        assert TEXT[source["start"] : source["end"]] == source["text"]
        assert answer["text"][target["start"] : target["end"]] == target["text"]
        assert item["hits"]
        for hit in item["hits"]:
            for side, text in (("source", source["text"]), ("target", target["text"])):
                place = hit[side]
                assert text[place["start"] : place["end"]] == place["text"]
    said = [hit["target"]["text"] for item in answer["segments"] for hit in item["hits"]]
    assert "Minsk" in said


def test_terms_of_a_request_go_above_the_glossary(served: Served) -> None:
    terms = [{"source": "ミンスク", "target": "Mensk", "type": "place"}]
    _, answer = served.translate(text=TEXT, terms=terms)
    assert "Mensk" in answer["text"]
    assert "Minsk" not in answer["text"]
    _, answer = served.translate(text="ミンスク", glossaries=[])
    assert answer["segments"][0]["hits"] == []


def test_a_browser_gets_a_page_and_a_program_gets_json(served: Served) -> None:
    body = json.dumps({"text": TEXT})
    response, page = served.ask(
        "POST", "/v1/translate", body, Content_Type="application/json", Accept="text/html"
    )
    assert response.headers["Content-Type"].startswith("text/html")
    assert "<mark" in page.decode()
    response, page = served.ask("GET", "/")
    assert response.status == 200
    assert b"<textarea" in page


def test_the_same_text_at_the_same_time_comes_out_the_same(served: Served) -> None:
    texts = [TEXT, "首相は停戦を求めた。", "会談は終わった。"] * 3
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda text: served.translate(text=text)[1]["text"], texts))
    assert answers[:3] == answers[3:6] == answers[6:]


BAD: dict[str, tuple[str | bytes, str, int, str]] = {
    "no json": ("{", "application/json", 400, "request"),
    "not utf-8": (b'{"text": "\x82\xa0"}', "application/json", 400, ""),
    "no text": ("{}", "application/json", 400, "request"),
    "a number": ('{"text": 3}', "application/json", 400, "request"),
    "nul": ('{"text": "a\\u0000b"}', "application/json", 400, "request"),
    "unknown glossary": (
        '{"text": "あ", "glossaries": ["x"]}',
        "application/json",
        400,
        "unknown_glossary",
    ),
    "unknown format": ('{"text": "あ", "format": "x"}', "application/json", 415, "unknown_format"),
    "another type": ("あ", "application/pdf", 415, ""),
    "too large": ('{"text": "' + "あ" * 2_000_001 + '"}', "application/json", 413, ""),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_request_gets_the_one_error_shape(case: str, served: Served) -> None:
    body, kind, status, code = BAD[case]
    response, data = served.ask("POST", "/v1/translate", body, Content_Type=kind)
    error = json.loads(data)["error"]
    assert response.status == status, data
    assert error["message"]
    assert set(error) == {"code", "message", "fields"}
    assert code in ("", error["code"])


@pytest.mark.parametrize("text", ["", "   \n", "No Japanese here.\n", "🙂", "Пример 停戦 example"])
def test_a_text_of_another_kind_is_no_error(text: str, served: Served) -> None:
    response, answer = served.translate(text=text)
    assert response.status == 200
    if "停戦" not in text:
        assert answer["text"] == text
    else:
        assert "ceasefire" in answer["text"].lower()


def test_a_long_line_is_translated_whole(served: Served) -> None:
    sentence = "議会は停戦を求めた。"
    response, answer = served.translate(text=sentence * 30_000)
    assert response.status == 200
    assert len(answer["segments"]) == 30_000
    assert len({item["target"]["text"] for item in answer["segments"]}) == 1


def test_the_log_tells_no_text(served: Served) -> None:
    secret = "秘密の会談は明日だ。"
    served.translate(text=secret)
    served.ask("POST", "/v1/translate", '{"text": "' + secret, Content_Type="application/json")
    log = served.log.read_text("utf-8", errors="replace")
    assert "秘密" not in log
    assert "secret" not in log.lower()
