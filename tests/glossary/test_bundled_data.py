"""The glossary that ships: large enough, sound, and right in sentences."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from glossary import store
from glossary.check import check
from glossary.matcher import Matcher
from glossary.model import EntryType, Glossary

JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def bundled() -> Glossary:
    return store.load(Path(store.bundled()["eastern-europe"]))


@pytest.fixture(scope="module")
def matcher(bundled: Glossary) -> Matcher:
    return Matcher([bundled])


def test_it_is_large_and_has_all_types(bundled: Glossary) -> None:
    assert len(bundled.entries) >= 1000
    counts = Counter(entry.type for entry in bundled.entries)
    assert all(counts[kind] >= 60 for kind in EntryType if kind is not EntryType.WORK), counts


def test_no_rule_finds_an_error_or_a_warning(bundled: Glossary) -> None:
    assert [finding for finding in check(bundled) if finding.severity != "info"] == []


def test_each_japanese_form_leads_to_one_entry(bundled: Glossary) -> None:
    forms = Counter(form for entry in bundled.entries for form in (entry.source, *entry.variants))
    assert [form for form, times in forms.items() if times > 1] == []


def test_renderings_are_english(bundled: Glossary) -> None:
    for entry in bundled.entries:
        for rendering in entry.accepted:
            assert not JAPANESE.search(rendering), entry
            assert rendering == " ".join(rendering.split()), entry


COUNTRIES = (
    "ベラルーシ ロシア ウクライナ ポーランド リトアニア ラトビア エストニア モルドバ 日本 中国"
)


@pytest.mark.parametrize("country", COUNTRIES.split())
def test_countries_have_adjectives(bundled: Glossary, country: str) -> None:
    (entry,) = [entry for entry in bundled.entries if entry.source == country]
    assert entry.adjective


@pytest.mark.parametrize(
    ("sentence", "renderings"),
    [
        ("ルカシェンコ大統領が訪れた。", ["President Lukashenko"]),
        ("ルイジェンコフ外相は会談した。", ["Foreign Minister Ryzhenkov"]),
        ("シビガ外相はキエフにいた。", ["Foreign Minister Sybiha", "Kyiv"]),
        ("グルジアの議会。", ["Georgia", "parliament"]),
        ("ビテプスク州とゴメリ州。", ["Vitebsk Region", "Gomel Region"]),
        (
            "欧州委員会のフォン・デア・ライエン委員長。",
            ["European Commission", "President von der Leyen"],
        ),
        ("対露制裁の解除。", ["sanctions against Russia"]),
        ("露外務省が発表した。", ["Russian Foreign Ministry"]),
        ("ドローンが国境を越えた。", ["drone"]),
        ("ブラジルのワシントン州立大学。", ["Brazil", "Washington"]),
        ("核不拡散条約とINF条約。", ["Intermediate-Range Nuclear Forces Treaty"]),
    ],
)
def test_sentences(matcher: Matcher, sentence: str, renderings: list[str]) -> None:
    assert [match.preferred for match in matcher.find(sentence)] == renderings
