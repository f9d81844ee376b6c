"""What Weblate sends, replayed: its requests to DeepL and LibreTranslate, against the real service.

Sources: Weblate's machinery for both services, read for their wire format.
"""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import deepl
import pytest
from libretranslatepy import LibreTranslateAPI

pytestmark = [pytest.mark.model, pytest.mark.timeout(300)]
PLACEHOLDERS = [
    'ファイル<x id="4"></x>を削除しました。',
    '<x id="0"></x>件の翻訳が見つかりました',
    "新しい翻訳: <x id='7'></x>",
    '保存先は<x id="4"></x>です。<x id="13"></x>を確認してください。',
    '<x id="0"></x><x id="5"></x>',
    "&lt;b&gt;太字&lt;/b&gt; &amp; 議会",
]


class Service:
    """The service as it is run, with a glossary folder."""

    def __init__(self, home: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.folder = home / "glossaries"
        self.folder.mkdir()
        command = ["-m", "mtservice", "serve", "--port", str(self.port)]
        self.log = home / "log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, *command, "--glossary-dir", str(self.folder)],
                stdout=log,
                stderr=log,
                env={"HOME": str(home), "PATH": os.environ["PATH"], "PYTHONPATH": "."},
            )

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            data = None if body is None else json.dumps(body)
            connection.request(method, path, data, {"Content-Type": "application/json"})
            response = connection.getresponse()
            text = response.read()
            return response.status, json.loads(text) if text else None
        finally:
            connection.close()

    def wait(self) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                if self.ask("GET", "/readyz")[0] == 200:
                    return
            except OSError:
                pass
            time.sleep(0.2)
        pytest.fail(self.log.read_text("utf-8", errors="replace"))


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    started = Service(tmp_path_factory.mktemp("weblate"))
    try:
        started.wait()
        yield started
    finally:
        started.process.send_signal(signal.SIGTERM)
        assert started.process.wait(40) == 0


def deepl_request(texts: list[str], **more: object) -> dict[str, object]:
    return {
        "text": texts,
        "source_lang": "JA",
        "target_lang": "EN",
        "formality": "default",
        "tag_handling": "xml",
        "ignore_tags": ["x"],
        "context": "画面の文言",
        "model_type": "prefer_quality_optimized",
    } | more


def test_placeholders_survive_where_they_belong(service: Service) -> None:
    status, answer = service.ask("POST", "/v2/translate", deepl_request(PLACEHOLDERS))
    assert status == 200
    said = [item["text"] for item in answer["translations"]]
    for source, target in zip(PLACEHOLDERS, said, strict=True):
        tags = re.compile(r"<x id=[^>]*></x>")
        assert sorted(tags.findall(target)) == sorted(tags.findall(source)), target
        assert "<" not in tags.sub("", target)
        assert not re.search("[ぁ-ヿ]", target), target
    assert said[0].endswith(" has been removed.") or "deleted" in said[0]
    assert re.fullmatch(r'.+ is <x id="4"></x>\. .+<x id="13"></x>\.', said[3]), said[3]
    assert said[4] == PLACEHOLDERS[4]
    assert said[5].count("&lt;") == said[5].count("&gt;") == 2
    assert "&amp;" in said[5]
    assert [item["model_type_used"] for item in answer["translations"]] == ["quality_optimized"] * 6


def test_the_languages_that_it_looks_for(service: Service) -> None:
    _, sources = service.ask("GET", "/v2/languages?type=source")
    _, targets = service.ask("GET", "/v2/languages?type=target")
    assert [item["language"] for item in sources] == ["JA"]
    assert "EN-US" in [item["language"].upper() for item in targets]
    assert not any(item["supports_formality"] for item in targets)
    _, pairs = service.ask("GET", "/v2/glossary-language-pairs")
    assert [
        (item["source_lang"].upper(), item["target_lang"].upper())
        for item in pairs["supported_languages"]
    ] == [("JA", "EN")]
    _, codes = service.ask("GET", "/languages")
    assert {"ja", "en"} <= {item["code"] for item in codes}


def test_its_glossary_goes_round(service: Service) -> None:
    name = "weblate:42:ja:en:3f9ac2d1"
    body = {
        "name": name,
        "source_lang": "JA",
        "target_lang": "EN",
        "entries": "停戦\ttruce\n議会\tthe Assembly",
        "entries_format": "tsv",
    }
    assert service.ask("POST", "/v2/glossaries", body)[0] == 201
    _, listed = service.ask("GET", "/v2/glossaries")
    ids = {item["name"]: item["glossary_id"] for item in listed["glossaries"]}
    request = deepl_request(["議会は停戦を求めた。"], glossary_id=ids[name])
    _, answer = service.ask("POST", "/v2/translate", request)
    text = answer["translations"][0]["text"]
    assert "truce" in text
    assert "assembly" in text.lower()
    assert service.ask("DELETE", f"/v2/glossaries/{ids[name]}") == (204, None)
    assert service.ask("DELETE", f"/v2/glossaries/{ids[name]}")[0] == 404


def test_its_requests_to_libretranslate(service: Service) -> None:
    body = {"api_key": "", "q": ["議会は停戦を求めた。", ""], "source": "ja", "target": "en"}
    status, answer = service.ask("POST", "/translate", body)
    assert status == 200
    assert answer["translatedText"][1] == ""
    assert "ceasefire" in answer["translatedText"][0]


def test_the_real_clients_against_the_real_service(service: Service, tmp_path: Path) -> None:
    libre = LibreTranslateAPI(service.url)
    text = "ルカシェンコ大統領はミンスクで会見した。"
    said = libre.translate(text, "ja", "en")
    assert "Lukashenko" in said
    assert "Minsk" in said
    assert libre.detect(text)[0]["language"] == "ja"
    client = deepl.DeepLClient("any key", server_url=service.url)
    try:
        answer = client.translate_text(
            "<p><b>ルカシェンコ大統領</b>はミンスクで会見した。</p>",
            target_lang="EN-US",
            tag_handling="html",
        )
        assert "<b>President Lukashenko</b>" in answer.text
        path, out = tmp_path / "in.txt", tmp_path / "out.txt"
        path.write_text(text + "\n", "utf-8")
        client.translate_document_from_filepath(path, out, target_lang="EN-US")
        assert out.read_text("utf-8") == said + "\n"
    finally:
        client.close()


def test_the_log_tells_no_text(service: Service) -> None:
    service.ask("POST", "/v2/glossaries", {"name": "秘密", "entries": "秘密"})
    service.ask("GET", "/v2/translate?text=%E7%A7%98%E5%AF%86&target_lang=EN")
    service.ask("POST", "/translate", {"q": "秘密の会談", "source": "ja", "target": "en"})
    log = service.log.read_text("utf-8", errors="replace")
    assert "秘密" not in log
    assert "secret" not in log.lower()
