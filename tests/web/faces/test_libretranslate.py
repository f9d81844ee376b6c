"""LibreTranslate's API, asked by its own client and by what others send."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode

import pytest
from fakes.engine import DictionaryEngine, FailingEngine
from flask import Flask
from libretranslatepy import LibreTranslateAPI

from mtservice.engine.base import Engine
from mtservice.errors import BusyError
from mtservice.pipeline import Translator
from mtservice.settings import Settings
from mtservice.shelf import Shelf
from mtservice.web import create_app
from mtservice.web.gate import Gate

Ask = Callable[..., tuple[int, Any]]
TEXT = "首相は停戦を求めた。"
ENGLISH = "Prime Minister truce sought"
FORM = "application/x-www-form-urlencoded"


def test_every_call_of_its_own_client(libre: LibreTranslateAPI) -> None:
    assert libre.translate(TEXT, "ja", "en").strip(".") == ENGLISH
    assert libre.detect(TEXT) == [{"confidence": 100.0, "language": "ja"}]
    assert libre.languages() == [
        {"code": "ja", "name": "Japanese", "targets": ["en"]},
        {"code": "en", "name": "English", "targets": ["en"]},
    ]


def test_its_client_sees_an_error_as_http(libre: LibreTranslateAPI) -> None:
    with pytest.raises(HTTPError) as caught:
        libre.translate("Bonjour", "fr", "en")
    assert caught.value.code == 400
    assert caught.value.read() == b'{"error":"fr is not supported"}\n'
    caught.value.close()


def test_a_string_gives_a_string_and_a_list_a_list(ask: Ask) -> None:
    _, one = ask("POST", "/translate", {"q": TEXT, "source": "ja", "target": "en"})
    _, many = ask("POST", "/translate", {"q": [TEXT], "source": "ja", "target": "en"})
    assert list(one) == ["translatedText", "segments", "signature"]
    assert many["translatedText"] == [one["translatedText"]]
    assert many["segments"] == [one["segments"]]
    (segment,) = one["segments"]
    assert segment["source"]["text"] == TEXT
    assert segment["hits"][0]["wanted"] == "Prime Minister"
    assert segment["hits"][0]["outcome"] == "kept"


def test_the_language_is_found_out_text_by_text(ask: Ask) -> None:
    body = {"q": [TEXT, "It is in English.", "…"], "source": "auto", "target": "en"}
    status, answer = ask("POST", "/translate", body)
    assert status == 200
    assert answer["translatedText"][1:] == body["q"][1:]
    assert [item["language"] for item in answer["detectedLanguage"]] == ["ja", "en", "en"]
    assert [item["confidence"] for item in answer["detectedLanguage"]] == [100.0, 90.0, 0.0]
    assert [bool(item) for item in answer["segments"]] == [True, False, False]


def test_html_keeps_its_tags(ask: Ask) -> None:
    text = '<p>首相は<a href="/?a=1&amp;b=2">停戦</a>を求めた</p>'
    body = {"q": text, "source": "ja", "target": "en", "format": "html"}
    _, answer = ask("POST", "/translate", body)
    expected = '<p>Prime Minister <a href="/?a=1&amp;b=2">truce</a> sought</p>'
    assert answer["translatedText"] == expected


def test_plain_text_is_not_taken_for_html(ask: Ask) -> None:
    text = "首相は &lt;停戦&gt;"
    _, answer = ask("POST", "/translate", {"q": text, "source": "ja", "target": "en"})
    assert "lt;" in answer["translatedText"]
    assert "<" not in answer["translatedText"]


@pytest.mark.parametrize("kind", ["form", "query", "multipart"])
def test_a_form_does_as_well_as_json(kind: str, ask: Ask) -> None:
    fields = {"q": TEXT, "source": "ja", "target": "en-US", "api_key": "any"}
    encoded = urlencode(fields)
    if kind == "form":
        _, answer = ask("POST", "/translate", encoded.encode(), Content_Type=FORM)
    elif kind == "query":
        _, answer = ask("POST", f"/translate?{encoded}")
    else:
        body = "".join(
            f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields.items()
        )
        data = f"{body}--b--\r\n".encode()
        _, answer = ask("POST", "/translate", data, Content_Type="multipart/form-data; boundary=b")
    assert answer["translatedText"].strip(".") == ENGLISH


class BeamEngine(DictionaryEngine):
    """Says another word with another beam width."""

    def translate(self, requests: Any, options: Any = None) -> Any:
        width = options.beam_size
        other = DictionaryEngine({"停戦": f"truce{min(width, 4)}"}, strategy="annotate")
        return other.translate(requests, options)


@pytest.mark.parametrize(
    ("wanted", "others"), [(0, None), (1, ["Truce1"]), (3, ["Truce1", "Truce2"])]
)
def test_alternatives(wanted: int, others: list[str] | None, settings: Settings) -> None:
    app = create_app(Translator(BeamEngine({}), Shelf({})), replace(settings, glossaries=()))
    body = {"q": "停戦", "source": "ja", "target": "en", "alternatives": wanted}
    answer = app.test_client().post("/translate", json=body).get_json()
    assert answer["translatedText"] == "Truce4"
    assert answer.get("alternatives") == others
    answer = app.test_client().post("/translate", json=body | {"q": ["停戦", "a"]}).get_json()
    listed = None if others is None else [others, []]
    assert answer.get("alternatives") == listed if wanted else "alternatives" not in answer


BAD: dict[str, tuple[dict[str, object], str]] = {
    "no q": ({"q": ""}, "Invalid request: missing q parameter"),
    "no source": ({"source": None}, "Invalid request: missing source parameter"),
    "no target": ({"target": ""}, "Invalid request: missing target parameter"),
    "another source": ({"source": "xx"}, "xx is not supported"),
    "another target": ({"target": "de"}, "de is not supported"),
    "not a code": ({"source": {"a": 1}}, "that value is not supported"),
    "the other way": (
        {"source": "en", "target": "ja"},
        "Japanese (ja) is not available as a target language from English (en)",
    ),
    "another format": ({"format": "pdf"}, "pdf format is not supported"),
    "a number": ({"q": 3}, "Invalid request: q expected a string, got 3"),
    "half a pair": ({"q": "\ud800"}, "Invalid request: q holds half of a surrogate pair"),
    "too long": ({"q": ["あ" * 1001]}, "Invalid request: request (1001) exceeds text limit (1000)"),
    "alternatives": ({"alternatives": "x"}, "'alternatives' parameter is not a number"),
    "too many": ({"alternatives": 4}, "Invalid request: 'alternatives' parameter must be <= 3"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_request_gets_its_error(case: str, ask: Ask) -> None:
    change, message = BAD[case]
    body = {"q": TEXT, "source": "ja", "target": "en"} | change
    status, answer = ask("POST", "/translate", body)
    assert status == 400
    assert list(answer) == ["error"]
    assert message in answer["error"]


@pytest.mark.parametrize("path", ["/translate", "/detect", "/translate_file", "/suggest"])
def test_another_method_gets_the_same_shape(path: str, ask: Ask) -> None:
    status, answer = ask("GET", path)
    assert status == 405
    assert isinstance(answer["error"], str)


def test_what_is_broken_is_said_in_the_same_shape(ask: Ask) -> None:
    status, answer = ask("POST", "/translate", b"{")
    assert (status, list(answer)) == (400, ["error"])
    assert "is not JSON" in answer["error"]
    status, answer = ask("POST", "/translate", {"q": "あ" * 30_000})
    assert (status, list(answer)) == (413, ["error"])


@pytest.mark.parametrize("engine", [FailingEngine(DictionaryEngine({}))])
def test_a_failure_is_the_server_s(engine: Engine, ask: Ask) -> None:
    status, answer = ask("POST", "/translate", {"q": TEXT, "source": "ja", "target": "en"})
    assert status == 500
    assert isinstance(answer["error"], str)


def test_too_much_to_do_is_a_slow_down(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise BusyError("64 are waiting", retry_after=7)

    monkeypatch.setattr(Gate, "_enter", full)
    body = {"q": TEXT, "source": "ja", "target": "en"}
    response = app.test_client().post("/translate", json=body)
    assert response.status_code == 429
    assert response.headers["Retry-After"] == "7"
    assert response.get_json() == {"error": "Slowdown: 64 are waiting"}


def test_settings_health_and_suggestions(ask: Ask) -> None:
    status, settings = ask("GET", "/frontend/settings")
    assert status == 200
    assert settings["charLimit"] == 1000
    assert settings["keyRequired"] is False
    assert ".txt" in settings["supportedFilesFormat"]
    assert settings["language"]["target"] == {"code": "en", "name": "English"}
    assert ask("GET", "/health") == (200, {"status": "ok"})
    body = {"q": TEXT, "s": "x", "source": "ja", "target": "en"}
    refused = {"error": "Suggestions are disabled on this server."}
    assert ask("POST", "/suggest", body) == (403, refused)


def test_a_file_comes_back_under_its_name(app: Flask) -> None:
    client = app.test_client()
    form = {
        "file": (io.BytesIO(TEXT.encode()), "C:\\日本\\報告.txt"),
        "source": "ja",
        "target": "en",
    }
    url = client.post("/translate_file", data=form).get_json()["translatedFileUrl"]
    assert url.startswith("http://localhost/download_file/")
    for _ in range(2):
        fetched = client.get(url)
        assert fetched.get_data(as_text=True).strip(".") == ENGLISH
        assert "attachment" in fetched.headers["Content-Disposition"]
    missing = client.get(url.replace("/download_file/", "/download_file/0"))
    assert missing.status_code == 404
    assert "There is no such file" in missing.get_json()["error"]


def test_an_english_file_comes_back_as_it_is(app: Flask) -> None:
    form = {"file": (io.BytesIO(b"\xffraw"), "a.txt"), "source": "en", "target": "en"}
    url = app.test_client().post("/translate_file", data=form).get_json()["translatedFileUrl"]
    assert app.test_client().get(url).get_data() == b"\xffraw"


FILES: dict[str, tuple[dict[str, Any], str]] = {
    "none": ({}, "Invalid request: missing file parameter"),
    "unnamed": ({"file": (io.BytesIO(b"x"), "")}, "Invalid request: empty file"),
    "unknown": (
        {"file": (io.BytesIO(b"x"), "a.exe")},
        "Invalid request: file format not supported",
    ),
    "no languages": ({"file": (io.BytesIO(b"x"), "a.txt")}, "Invalid request: missing source"),
}


@pytest.mark.parametrize("case", FILES)
def test_a_file_that_cannot_be_used(case: str, app: Flask) -> None:
    form, message = FILES[case]
    response = app.test_client().post("/translate_file", data=form)
    assert response.status_code == 400
    assert message in response.get_json()["error"]


def test_detection_of_what_is_no_text(ask: Ask) -> None:
    assert ask("POST", "/detect", {"q": "Пример"}) == (200, [{"confidence": 0.0, "language": "en"}])
    assert ask("POST", "/detect", {})[0] == 400
