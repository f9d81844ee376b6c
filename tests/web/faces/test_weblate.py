"""What Weblate sends, replayed: its requests to DeepL and LibreTranslate, against the real service.

Sources: Weblate's machinery for both services, read for their wire format.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import deepl
import pytest
from libretranslatepy import LibreTranslateAPI
from served import Served, running

pytestmark = [pytest.mark.model, pytest.mark.timeout(300)]
PLACEHOLDERS = [
    'ファイル<x id="4"></x>を削除しました。',
    '<x id="0"></x>件の翻訳が見つかりました',
    "新しい翻訳: <x id='7'></x>",
    '保存先は<x id="4"></x>です。<x id="13"></x>を確認してください。',
    '<x id="0"></x><x id="5"></x>',
    "&lt;b&gt;太字&lt;/b&gt; &amp; 議会",
]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home, folder = (tmp_path_factory.mktemp(name) for name in ("weblate", "glossaries"))
    with running(home, "--glossary-dir", str(folder)) as started:
        yield started


def ask(service: Served, method: str, path: str, body: object = None) -> tuple[int, Any]:
    data = "" if body is None else json.dumps(body)
    response, text = service.ask(method, path, data, Content_Type="application/json")
    return response.status, json.loads(text) if text else None


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


def test_placeholders_survive_where_they_belong(service: Served) -> None:
    status, answer = ask(service, "POST", "/v2/translate", deepl_request(PLACEHOLDERS))
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


def test_the_languages_that_it_looks_for(service: Served) -> None:
    _, sources = ask(service, "GET", "/v2/languages?type=source")
    _, targets = ask(service, "GET", "/v2/languages?type=target")
    assert [item["language"] for item in sources] == ["JA"]
    assert "EN-US" in [item["language"].upper() for item in targets]
    assert not any(item["supports_formality"] for item in targets)
    _, pairs = ask(service, "GET", "/v2/glossary-language-pairs")
    assert [
        (item["source_lang"].upper(), item["target_lang"].upper())
        for item in pairs["supported_languages"]
    ] == [("JA", "EN")]
    _, codes = ask(service, "GET", "/languages")
    assert {"ja", "en"} <= {item["code"] for item in codes}


def test_its_glossary_goes_round(service: Served) -> None:
    name = "weblate:42:ja:en:3f9ac2d1"
    body = {
        "name": name,
        "source_lang": "JA",
        "target_lang": "EN",
        "entries": "停戦\ttruce\n議会\tthe Assembly",
        "entries_format": "tsv",
    }
    assert ask(service, "POST", "/v2/glossaries", body)[0] == 201
    _, listed = ask(service, "GET", "/v2/glossaries")
    ids = {item["name"]: item["glossary_id"] for item in listed["glossaries"]}
    request = deepl_request(["議会は停戦を求めた。"], glossary_id=ids[name])
    _, answer = ask(service, "POST", "/v2/translate", request)
    text = answer["translations"][0]["text"]
    assert "truce" in text
    assert "assembly" in text.lower()
    assert ask(service, "DELETE", f"/v2/glossaries/{ids[name]}") == (204, None)
    assert ask(service, "DELETE", f"/v2/glossaries/{ids[name]}")[0] == 404


def test_its_requests_to_libretranslate(service: Served) -> None:
    body = {"api_key": "", "q": ["議会は停戦を求めた。", ""], "source": "ja", "target": "en"}
    status, answer = ask(service, "POST", "/translate", body)
    assert status == 200
    assert answer["translatedText"][1] == ""
    assert "ceasefire" in answer["translatedText"][0]


def test_the_real_clients_against_the_real_service(service: Served, tmp_path: Path) -> None:
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


def test_the_log_tells_no_text(service: Served) -> None:
    ask(service, "POST", "/v2/glossaries", {"name": "秘密", "entries": "秘密"})
    ask(service, "GET", "/v2/translate?text=%E7%A7%98%E5%AF%86&target_lang=EN")
    ask(service, "POST", "/translate", {"q": "秘密の会談", "source": "ja", "target": "en"})
    log = service.log.read_text("utf-8", errors="replace")
    assert "秘密" not in log
    assert "secret" not in log.lower()
