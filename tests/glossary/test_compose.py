from __future__ import annotations

import pytest

from glossary.compose import with_article
from glossary.matcher import Matcher
from glossary.model import Entry, EntryType, Glossary, MatchKind, Target, TargetStatus, TermMatch

PERSON, PLACE, TITLE, BODY = (
    EntryType.PERSON,
    EntryType.PLACE,
    EntryType.TITLE,
    EntryType.ORGANISATION,
)


def _entry(
    source: str,
    targets: str,
    kind: EntryType,
    adjective: str = "",
    variants: tuple[str, ...] = (),
    forbidden: str = "",
) -> Entry:
    preferred, *admitted = targets.split("|")
    all_targets = (
        Target(preferred),
        *(Target(text, TargetStatus.ADMITTED) for text in admitted),
        *(Target(text, TargetStatus.FORBIDDEN) for text in filter(None, [forbidden])),
    )
    return Entry(source, source, all_targets, kind, variants, adjective=adjective)


ENTRIES = (
    _entry("ルカシェンコ", "Lukashenko|Alexander Lukashenko", PERSON, forbidden="Lukashenka"),
    _entry("ラフモン", "Rahmon|Emomali Rahmon", PERSON),
    _entry("プーチン", "Putin", PERSON),
    _entry("アリ・マドブフ", "Al-Madbouh", PERSON),
    _entry("ゼレンスキー", "Zelensky", PERSON),
    _entry(
        "ベラルーシ", "Belarus|Republic of Belarus", PLACE, "Belarusian", forbidden="Byelorussia"
    ),
    _entry("ロシア", "Russia", PLACE, "Russian"),
    _entry("タジキスタン", "Tajikistan", PLACE, "Tajik"),
    _entry("パレスチナ", "Palestine", PLACE, "Palestinian"),
    _entry("コモロ", "Comoros", PLACE),
    _entry("米国", "United States|U.S.", PLACE),
    _entry("アメリカ", "America", PLACE, "American"),
    _entry("ポーランド", "Poland", PLACE, "Polish", variants=("波",)),
    _entry("大統領", "President|president", TITLE, forbidden="Head"),
    _entry("首相", "Prime Minister", TITLE),
    _entry("国務長官", "Secretary of State", TITLE),
    _entry("書記", "Secretary", TITLE),
    _entry("大使", "Ambassador", TITLE),
    _entry("事務局長", "Secretary General", TITLE),
    _entry("諜報総局長", "chief of the Main Intelligence Directorate", TITLE),
    _entry("中央選挙管理委員会委員長", "Chairman of the Central Election Commission", TITLE),
    _entry("ポーランド上院副議長", "Deputy Speaker of the Polish Senate", TITLE),
    _entry("外務省", "Foreign Ministry|Ministry of Foreign Affairs", BODY),
    _entry("安全保障会議", "Security Council", BODY),
    _entry("軍参謀本部", "General Staff", BODY),
    _entry("CSTO", "CSTO", BODY),
    _entry("大統領選挙", "presidential election", EntryType.TERM),
)


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher([Glossary("g", ENTRIES)])


def _one(matcher: Matcher, text: str) -> TermMatch:
    (match,) = matcher.find(text)
    assert match.kind is MatchKind.COMPOSED
    assert match.text == text
    return match


@pytest.mark.parametrize(
    ("text", "wanted", "also"),
    [
        ("ルカシェンコ大統領", "President Lukashenko", "President Alexander Lukashenko"),
        ("ルカシェンコ大統領", "President Lukashenko", "president Lukashenko"),
        ("ルカシェンコ前大統領", "former President Lukashenko", "Lukashenko, former President"),
        (
            "ラフモン・タジキスタン大統領",
            "Tajik President Rahmon",
            "President Rahmon of Tajikistan",
        ),
        ("ラフモン・タジキスタン大統領", "Tajik President Rahmon", "President Rahmon"),
        ("ラフモンコモロ大統領", "President Rahmon of Comoros", "President Rahmon"),
        ("プーチン露大統領", "Russian President Putin", "President Putin of Russia"),
        ("プーチン・ロシア大統領", "Russian President Putin", "Putin, President of Russia"),
        ("プーチン波大統領", "Polish President Putin", "President Putin"),
        ("プーチン前露大統領", "former Russian President Putin", "former President Putin"),
        ("プーチン露前大統領", "former Russian President Putin", "former President Putin"),
        ("米国務長官", "U.S. Secretary of State", "Secretary of State"),
        ("ベラルーシ大統領", "President of Belarus", "Belarusian President"),
        ("ベラルーシ大統領", "President of Belarus", "President of the Republic of Belarus"),
        ("ベラルーシ大統領", "President of Belarus", "Belarus's President"),
        ("米国大統領", "President of the United States", "U.S. President"),
        ("ロシア前首相", "former Prime Minister of Russia", "former Russian Prime Minister"),
        ("ロシア外務省", "Russian Foreign Ministry", "Ministry of Foreign Affairs of Russia"),
        ("露外務省", "Russian Foreign Ministry", "Russia's Foreign Ministry"),
        ("安全保障会議書記", "Security Council Secretary", "Secretary of the Security Council"),
        (
            "ルカシェンコ安全保障会議（SC）書記",
            "Security Council (SC) Secretary Lukashenko",
            "Security Council Secretary Lukashenko",
        ),
        (
            "プーチン安全保障会議（CSTO）事務局長",
            "Security Council (CSTO) Secretary General Putin",
            "Putin, Secretary General of the Security Council",
        ),
        (
            "ロシア安全保障会議書記",
            "Russian Security Council Secretary",
            "Secretary of the Russian Security Council",
        ),
        (
            "ルカシェンコロシア安全保障会議書記",
            "Russian Security Council Secretary Lukashenko",
            "Secretary of the Security Council of Russia Lukashenko",
        ),
        ("ルカシェンコCSTO事務局長", "CSTO Secretary General Lukashenko", ""),
        (
            "ルカシェンコ中央選挙管理委員会委員長",
            "Chairman of the Central Election Commission Lukashenko",
            "Central Election Commission Chairman Lukashenko",
        ),
        (
            "ルカシェンコ軍参謀本部諜報総局長",
            "chief of the Main Intelligence Directorate of the General Staff Lukashenko",
            "Lukashenko, chief of the Main Intelligence Directorate of the General Staff",
        ),
        (
            "プーチン・ポーランド上院副議長",
            "Deputy Speaker of the Polish Senate Putin",
            "Polish Senate Deputy Speaker Putin",
        ),
        ("駐ベラルーシ大使", "Ambassador to Belarus", ""),
        (
            "駐ベラルーシ・パレスチナ大使",
            "Palestinian Ambassador to Belarus",
            "Ambassador of Palestine to Belarus",
        ),
        ("駐米国パレスチナ大使", "Palestinian Ambassador to the United States", ""),
    ],
)
def test_renderings(matcher: Matcher, text: str, wanted: str, also: str) -> None:
    match = matcher.find(text)[0]
    assert match.text == text
    assert match.preferred == wanted
    if also and also != "Secretary of State":
        assert also in match.renderings
    assert len(set(match.renderings)) == len(match.renderings)


def test_the_parts_have_their_own_places(matcher: Matcher) -> None:
    text = "会談でラフモン・\nタジキスタン 大統領は"
    (match,) = matcher.find(text)
    assert match.text == "ラフモン・\nタジキスタン 大統領"
    assert [text[part.start : part.end] for part in match.parts] == [
        "ラフモン",
        "タジキスタン",
        "大統領",
    ]
    assert [part.entry.id for part in match.parts] == ["ラフモン", "タジキスタン", "大統領"]


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("ルカシェンコ大統領", "ルカシェンコ"),
        ("ベラルーシ大統領", "大統領"),
        ("ロシア外務省", "外務省"),
        ("駐ベラルーシ大使", "大使"),
    ],
)
def test_the_entry_it_is_reported_under(matcher: Matcher, text: str, head: str) -> None:
    assert _one(matcher, text).entry.id == head


def test_forbidden_renderings_of_all_parts_are_gathered(matcher: Matcher) -> None:
    assert _one(matcher, "ルカシェンコ大統領").forbidden == ("Lukashenka", "Head")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ルカシェンコ氏", ["ルカシェンコ"]),
        ("ルカシェンコ、プーチン両大統領", ["ルカシェンコ", "プーチン", "大統領"]),
        ("ルカシェンコの大統領", ["ルカシェンコ", "大統領"]),
        ("ルカシェンコ・大統領", ["ルカシェンコ", "大統領"]),
        ("ルカシェンコ副首相", ["ルカシェンコ"]),
        ("ベラルーシ大統領選挙", ["ベラルーシ", "大統領選挙"]),
        ("ロシア・ベラルーシ大統領", ["ロシア", "ベラルーシ", "大統領"]),
        ("対ロシア外務省", ["ロシア", "外務省"]),
        ("ロシアCSTO", ["ロシア", "CSTO"]),
        ("ロシア、大統領", ["ロシア", "大統領"]),
        ("米と露", []),
        ("大統領露", ["大統領"]),
        ("駐ベラルーシ", ["ベラルーシ"]),
        ("ルカシェンコ\n\n\n\n大統領", ["ルカシェンコ", "大統領"]),
    ],
)
def test_what_stays_apart(matcher: Matcher, text: str, found: list[str]) -> None:
    assert [match.text for match in matcher.find(text)] == found


def test_an_entry_for_the_whole_wins_and_a_shorter_one_does_not() -> None:
    whole = _entry("ルカシェンコ大統領", "the Belarusian leader", EntryType.TERM)
    matcher = Matcher([Glossary("g", (*ENTRIES, whole))])
    (match,) = matcher.find("ルカシェンコ大統領")
    assert (match.kind, match.preferred) == (MatchKind.EXACT, "the Belarusian leader")
    short = _entry("露大統領", "Russian leader", TITLE)
    matcher = Matcher([Glossary("g", (*ENTRIES, short))])
    assert matcher.find("プーチン露大統領")[0].preferred == "Russian leader Putin"


def test_a_few_of_many_renderings_are_kept() -> None:
    names = "|".join(f"Name{n}" for n in range(30))
    titles = "|".join(f"Title{n}" for n in range(30))
    entries = (_entry("ルカシェンコ", names, PERSON), _entry("大統領", titles, TITLE))
    (match,) = Matcher([Glossary("g", entries)]).find("ルカシェンコ大統領")
    assert match.renderings[:3] == ("Title0 Name0", "Title0 Name1", "Title1 Name0")
    assert len(match.renderings) < 50


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Belarus", "Belarus"),
        ("United States", "the United States"),
        ("Netherlands", "the Netherlands"),
        ("Republic of Belarus", "the Republic of Belarus"),
        ("Czech Republic", "the Czech Republic"),
        ("European Union", "the European Union"),
        ("U.S.", "the U.S."),
        ("South Ossetia", "South Ossetia"),
    ],
)
def test_with_article(name: str, written: str) -> None:
    assert with_article(name) == written


def test_ministers_who_meet_within_an_organisation_hold_no_office_of_it(matcher: Matcher) -> None:
    found = [match.text for match in matcher.find("安全保障会議（SC）書記会合とCSTO首相会合")]
    assert found == ["安全保障会議", "書記", "CSTO", "首相"]
    (talks,) = matcher.find("ルカシェンコCSTO事務局長会談")
    assert talks.preferred == "CSTO Secretary General Lukashenko"
