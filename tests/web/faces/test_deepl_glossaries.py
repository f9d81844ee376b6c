"""Glossaries over DeepL's API, made, changed and used by its own client."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import deepl
import pytest
from deepl.api_data import MultilingualGlossaryDictionaryEntries as Dictionary

from glossary import store
from glossary.errors import GlossaryError
from glossary.model import Entry, Target, TargetStatus
from mtservice.errors import RequestError, UnknownGlossaryError
from mtservice.web.deepl.entries import merged
from mtservice.web.deepl.keeper import FileKeeper

Ask = Callable[..., tuple[int, Any]]
Client = deepl.DeepLClient
TEXT = "首相は停戦を求めた。"
ENTRIES = (Entry("t", "停戦", (Target("ceasefire"),)),)


def test_glossaries_of_one_dictionary(client_of_deepl: Client, folder: Path) -> None:
    name = "weblate:1:ja:en:日本|#\t\n9"
    made = client_of_deepl.create_glossary(
        name, "JA", "EN-US", {"停戦": "ceasefire", "甲|乙": "A|B"}
    )
    assert (made.name, made.ready, made.entry_count) == (name, True, 2)
    assert (made.source_lang, made.target_lang) == ("JA", "EN")
    assert client_of_deepl.get_glossary(made.glossary_id).creation_time == made.creation_time
    assert [item.name for item in client_of_deepl.list_glossaries()] == [name]
    assert client_of_deepl.get_glossary_entries(made) == {"停戦": "ceasefire", "甲|乙": "A|B"}
    (file,) = folder.glob("deepl-*.tsv")
    assert file.stem == f"deepl-{made.glossary_id}"

    text = client_of_deepl.translate_text_with_glossary(TEXT, made).text
    assert text.strip(".") == "Prime Minister ceasefire sought", "above the server's own, not alone"
    client_of_deepl.delete_glossary(made)
    assert not file.exists()
    for gone in (client_of_deepl.get_glossary, client_of_deepl.delete_glossary):
        with pytest.raises(deepl.GlossaryNotFoundException):
            gone(made.glossary_id)
    with pytest.raises(deepl.DeepLException, match="Glossary not found"):
        client_of_deepl.translate_text(
            TEXT, source_lang="JA", target_lang="EN-GB", glossary=made.glossary_id
        )


def test_a_glossary_from_csv_passes_over_other_languages(client_of_deepl: Client) -> None:
    rows = '停戦,ceasefire,ja,en\n議会,Parlament,ja,de\n"首相","the ""PM""",ja,en-US\n'
    made = client_of_deepl.create_glossary_from_csv("c", "JA", "EN", rows)
    assert client_of_deepl.get_glossary_entries(made) == {"停戦": "ceasefire", "首相": 'the "PM"'}


def test_the_native_api_knows_the_glossary_too(client_of_deepl: Client, ask: Ask) -> None:
    made = client_of_deepl.create_glossary("c", "JA", "EN", {"停戦": "ceasefire"})
    name = f"deepl-{made.glossary_id}"
    _, listed = ask("GET", "/v1/glossaries")
    assert name in [item["name"] for item in listed["glossaries"]]
    _, answer = ask("POST", "/v1/translate", {"text": "停戦", "glossaries": [name]})
    assert answer["documents"][0]["text"].lower() == "ceasefire"
    client_of_deepl.delete_glossary(made)
    assert ask("GET", "/v1/glossaries")[0] == 200


def test_glossaries_of_several_dictionaries(client_of_deepl: Client) -> None:
    client = client_of_deepl
    made = client.create_multilingual_glossary("m", [Dictionary("JA", "EN", {"停戦": "ceasefire"})])
    glossary_id = made.glossary_id
    assert [item.entry_count for item in made.dictionaries] == [1]
    assert client.update_multilingual_glossary_name(made, "新名").name == "新名"
    merged = client.update_multilingual_glossary_dictionary(
        glossary_id, Dictionary("JA", "EN", {"議会": "parliament", "停戦": "armistice"})
    )
    assert [item.entry_count for item in merged.dictionaries] == [2]
    read = client.get_multilingual_glossary_entries(glossary_id, "JA", "EN-US").dictionaries[0]
    assert read.entries == "停戦\tarmistice\n議会\tparliament"
    from_csv = client.update_multilingual_glossary_dictionary_from_csv(
        glossary_id, "JA", "EN", "会談,talks"
    )
    assert [item.entry_count for item in from_csv.dictionaries] == [3]
    put = client.replace_multilingual_glossary_dictionary(
        made, Dictionary("JA", "EN", {"首相": "premier"})
    )
    assert put.entry_count == 1
    put = client.replace_multilingual_glossary_dictionary_from_csv(
        made, "JA", "EN", "首相,PM\n甲,A"
    )
    assert put.entry_count == 2
    text = client.translate_text(TEXT, source_lang="JA", target_lang="EN-US", glossary=made).text
    assert text.strip(".") == "PM truce sought"
    assert client.get_multilingual_glossary(glossary_id).name == "新名"
    client.delete_multilingual_glossary_dictionary(made, source_lang="JA", target_lang="EN")
    assert client.get_multilingual_glossary(glossary_id).dictionaries == []
    assert client.list_glossaries() == [], "v2 knows only those with a dictionary"
    with pytest.raises(deepl.GlossaryNotFoundException, match="Dictionary not found"):
        client.get_multilingual_glossary_entries(glossary_id, "JA", "EN")
    with pytest.raises(deepl.DeepLException, match="Dictionary not found"):
        client.translate_text(TEXT, source_lang="JA", target_lang="EN-US", glossary=glossary_id)
    assert [item.name for item in client.list_multilingual_glossaries()] == ["新名"]
    client.delete_multilingual_glossary(made)
    assert client.list_multilingual_glossaries() == []


def test_a_multilingual_glossary_from_csv_and_several_ids(client_of_deepl: Client) -> None:
    client = client_of_deepl
    one = client.create_multilingual_glossary_from_csv("one", "JA", "EN", "停戦,ceasefire")
    two = client.create_glossary("two", "JA", "EN", {"停戦": "armistice", "首相": "PM"})
    ids = [one, two]
    text = client.translate_text(TEXT, source_lang="JA", target_lang="EN-US", glossary_ids=ids).text
    assert text.strip(".") == "PM ceasefire sought"


BAD_GLOSSARIES: dict[str, tuple[dict[str, object], str, str]] = {
    "no name": ({"name": ""}, "Missing or invalid argument: name", ""),
    "no entries": ({"entries": ""}, "Parameter 'entries' not specified", ""),
    "the other way": (
        {"source_lang": "EN", "target_lang": "JA"},
        "Unsupported glossary source and target language pair",
        "",
    ),
    "another format": ({"entries_format": "tbx"}, "Value for 'entries_format' not supported.", ""),
    "no tab": ({"entries": "停戦"}, "Invalid glossary entries provided", "1"),
    "no target": ({"entries": "議会\tx\n停戦\t"}, "Invalid glossary entries provided", "2"),
    "twice": ({"entries": "停戦\tx\n停戦\ty"}, "Invalid glossary entries provided", "entry 2"),
    "only others": (
        {"entries": "停戦,Waffenruhe,ja,de", "entries_format": "csv"},
        "Invalid glossary entries provided",
        "there is no entry",
    ),
}


@pytest.mark.parametrize("case", BAD_GLOSSARIES)
def test_a_bad_glossary_is_refused_and_nothing_is_kept(case: str, ask: Ask, folder: Path) -> None:
    change, message, detail = BAD_GLOSSARIES[case]
    good = {
        "name": "n",
        "source_lang": "JA",
        "target_lang": "EN",
        "entries": "停戦\tceasefire",
        "entries_format": "tsv",
    }
    status, answer = ask("POST", "/v2/glossaries", good | change)
    assert (status, answer["message"]) == (400, message)
    assert detail in answer.get("detail", "")
    dictionary = {key: value for key, value in (good | change).items() if key != "name"}
    whole = {"name": (good | change)["name"], "dictionaries": [dictionary]}
    assert ask("POST", "/v3/glossaries", whole) == (400, answer)
    assert list(folder.glob("deepl-*")) == []


def test_other_mistakes_about_glossaries(ask: Ask) -> None:
    assert ask("POST", "/v3/glossaries", {"name": "n"})[0] == 400
    assert ask("POST", "/v3/glossaries", {"name": "n", "dictionaries": "x"})[0] == 400
    for path in ("/v2/glossaries/..%2Fhouse", "/v2/glossaries/x", "/v3/glossaries/x/entries"):
        assert ask("GET", path)[0] == 404
    status, answer = ask("GET", "/v2/glossaries/x/entries", Accept="application/pdf")
    assert status == 415
    assert "Accept" in answer["message"]


def test_without_a_folder_none_is_kept(app: Any, settings: Any, translator: Any) -> None:
    from mtservice.web import create_app

    client = create_app(translator, replace(settings, glossary_dir="")).test_client()
    body = {
        "name": "n",
        "source_lang": "JA",
        "target_lang": "EN",
        "entries": "停戦\tceasefire",
        "entries_format": "tsv",
    }
    response = client.post("/v2/glossaries", json=body)
    assert response.status_code == 400
    assert response.get_json() == {
        "message": "Glossaries cannot be kept",
        "detail": "set MTSERVICE_GLOSSARY_DIR to a folder that the server may write in",
    }
    assert client.get("/v2/glossaries").get_json() == {"glossaries": []}
    assert client.get("/v3/glossaries/7a71bf35-cd02-41ed-8716-8ed27c48b711").status_code == 404


def test_what_is_kept_outlives_the_server(tmp_path: Path) -> None:
    made = FileKeeper(tmp_path).make('名 "x"\n', ENTRIES)
    again = FileKeeper(tmp_path).get(made.id.upper())
    assert (again.name, again.created) == (made.name, made.created)
    assert [(entry.source, entry.preferred) for entry in again.entries] == [("停戦", "ceasefire")]
    file = tmp_path / f"{made.shelf_name}.tsv"
    assert len(store.load(file)) == 1, "any other tool can read it"
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_a_change_by_hand_is_seen_and_others_files_are_passed_over(tmp_path: Path) -> None:
    keeper = FileKeeper(tmp_path)
    made = keeper.make("n", ENTRIES)
    file = tmp_path / f"{made.shelf_name}.tsv"
    file.write_text(file.read_text("utf-8") + "議会\tparliament\tterm\tp\n", "utf-8")
    (tmp_path / "deepl-mine.tsv").write_text("source\ttarget\n", "utf-8")
    (tmp_path / "house.tsv").write_text("source\ttarget\n", "utf-8")
    assert [len(item.entries) for item in keeper.all()] == [2]
    file.write_text("# DeepL glossary {}\nsource\ttarget\n", "utf-8")
    with pytest.raises(GlossaryError, match=r":1: the comment about the DeepL glossary is damaged"):
        keeper.all()


@pytest.mark.parametrize(
    "glossary_id", ["", "x", "../house", "7a71bf35-cd02-41ed-8716-8ed27c48b711"]
)
def test_an_id_that_is_none(glossary_id: str, tmp_path: Path) -> None:
    keeper = FileKeeper(tmp_path)
    for call in (keeper.get, keeper.delete, lambda item: keeper.change(item, lambda old: old)):
        with pytest.raises(UnknownGlossaryError, match="Glossary not found"):
            call(glossary_id)
    with pytest.raises(RequestError, match="cannot be kept"):
        FileKeeper(None).make("n", ENTRIES)


def test_an_entry_keeps_what_deepl_does_not_know() -> None:
    forbidden = Target("truce", TargetStatus.FORBIDDEN)
    old = (
        Entry("a", "停戦", (Target("armistice"), forbidden), note="n"),
        Entry("b", "議会", (Target("Diet"),)),
    )
    changed, kept, new = merged(old, (*ENTRIES, Entry("c", "首相", (Target("PM"),))))
    assert changed == replace(old[0], targets=(Target("ceasefire"), forbidden))
    assert kept is old[1]
    assert new.source == "首相"
