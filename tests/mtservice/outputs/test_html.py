"""The HTML forms: the fragment whole, and what must hold for any text and any result."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from mtservice.model import TranslationResult
from mtservice.outputs.html import asset, content_policy, pair, report


def parse(text: str) -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring(text)


def side(tree: lxml_html.HtmlElement, segment: str, name: str) -> str:
    (found,) = tree.xpath(f'//li[@id="{segment}"]/p[@class="{name}"]')
    return str(found.text_content())


def test_the_fragment_whole(sample: TranslationResult, golden: Path) -> None:
    assert pair(sample) == (golden / "pair.html").read_text("utf-8")


def test_each_mark_leads_to_its_twin_and_back(sample: TranslationResult) -> None:
    tree = parse(pair(sample))
    marks = tree.xpath("//section//mark[@id]")
    assert len(marks) == 5
    for mark in marks:
        (link,) = mark.xpath("./a")
        (twin,) = tree.xpath(f'//*[@id="{link.get("href")[1:]}"]')
        if twin.tag == "mark":
            assert twin.xpath("./a/@href") == ["#" + mark.get("id")]
        else:
            assert "no aligned place in the target" in twin.text_content()


def test_ids_are_unique_across_documents_and_results(sample: TranslationResult) -> None:
    ids = parse(report([sample, sample])).xpath("//@id")
    assert len(ids) == len(set(ids))


def test_names_say_the_term_the_rendering_and_the_outcome(sample: TranslationResult) -> None:
    labels = parse(pair(sample)).xpath("//mark/a/@aria-label")
    assert labels[0] == "ルカシェンコ大統領, kept, wanted: President Lukashenko"
    assert labels[2] == "President Lukashenko, for ルカシェンコ大統領, kept"


@settings(max_examples=60)
@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_no_text_can_become_markup(
    build: Callable[..., TranslationResult], row: type, text: str
) -> None:
    made = row(text, text, [(text, text, "failed", text)], [(text, text, text)])
    page = report([build([made])], title=text)
    tree = parse(page)
    assert side(tree, "d0s0", "source") == side(tree, "d0s0", "target") == text
    assert len(tree.xpath("//script")) == len(tree.xpath("//style")) == 1
    assert unescape(re.findall("<title>(.*?)</title>", page, re.DOTALL)[0]) == text


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "' onmouseover='alert(1)",
        "</style></title><svg/onload=alert(1)>",
        "$title ${script} $$",
    ],
)
def test_attacks_stay_text(build: Callable[..., TranslationResult], row: type, attack: str) -> None:
    made = row(attack, attack, [(attack, attack, "kept", attack)], [(attack, attack, attack)])
    tree = parse(report([build([made])], title=attack))
    assert not tree.xpath("//img | //svg[@onload] | //*[@onmouseover] | //*[@onerror]")
    assert len(tree.xpath("//script")) == 1
    assert side(tree, "d0s0", "source") == attack
    assert tree.xpath("//h1")[0].text_content() == attack


def test_control_characters_become_their_pictures(
    build: Callable[..., TranslationResult], row: type
) -> None:
    assert "会␌見␀" in pair(build([row("会\x0c見\0", "x")]))


def test_a_report_fetches_nothing(sample: TranslationResult) -> None:
    tree = parse(report([sample]))
    addresses = [str(value) for value in tree.xpath("//@src | //@href | //@action")]
    assert all(address.startswith("#") for address in addresses)
    assert not tree.xpath("//link | //iframe | //img | //@style")
    assert "url(" not in "".join(tree.xpath("//style/text()"))


def test_the_policy_names_exactly_the_style_and_script_inside(sample: TranslationResult) -> None:
    tree = parse(report([sample]))
    (policy,) = tree.xpath('//meta[@http-equiv="Content-Security-Policy"]/@content')
    assert policy == content_policy()
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none';")


def test_figures_at_the_top(sample: TranslationResult) -> None:
    figures = [
        (figure.findtext("dt"), figure.findtext("dd"))
        for figure in parse(report([sample, sample])).xpath('//div[contains(@class, "figure")]')
    ]
    assert figures == [
        ("segments", "6"),
        ("glossary hits", "6"),
        ("kept", "2"),
        ("repaired", "2"),
        ("failed", "2"),
        ("flagged", "2"),
    ]


def test_a_flagged_place_inside_a_hit_is_marked_as_both(
    build: Callable[..., TranslationResult], row: type
) -> None:
    made = row("5億ドル", "x", [("5億ドル", "x", "kept", "")], [("number", "wrong", "5億")])
    assert '<span class="flagged">5億</span>ドル</a></mark>' in pair(build([made]))


def test_nothing_translated_is_still_a_page(build: Callable[..., TranslationResult]) -> None:
    assert "<h1>Empty</h1>" in report([build()], title="Empty")


def palettes() -> list[dict[str, str]]:
    light, dark = re.findall(r":root \{(.*?)\}", asset("segments.css"), re.DOTALL)
    found = [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", part)) for part in (light, dark)]
    return [found[0], found[0] | found[1]]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        it / 12.92 if it <= 0.04045 else ((it + 0.055) / 1.055) ** 2.4 for it in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("palette", palettes(), ids=["light", "dark"])
def test_contrast_is_enough(palette: dict[str, str]) -> None:
    """WCAG 2 AA: 4.5 for text, 3 for the edges of controls."""
    texts = ["ink", "soft", "accent", "kept", "repaired", "failed", "flag"]
    pairs = [(text, ground, 4.5) for text in texts for ground in ("paper", "raised")]
    pairs += [("ink", f"{kind}-soft", 4.5) for kind in ("kept", "repaired", "failed", "accent")]
    pairs += [(kind, f"{kind}-soft", 4.5) for kind in ("kept", "repaired", "failed", "flag")]
    pairs += [("paper", "accent", 4.5), ("paper", "ink", 4.5)]
    pairs += [("edge", "paper", 3), ("edge", "raised", 3)]
    for one, other, least in pairs:
        low, high = sorted(luminance(palette[name]) for name in (one, other))
        ratio = (high + 0.05) / (low + 0.05)
        assert ratio >= least, f"{one} on {other}: {ratio:.2f}"


def test_a_report_without_a_title_is_called_after_its_only_document(
    sample: TranslationResult,
) -> None:
    assert "<h1>text-0.txt</h1>" in report([sample])
    assert "<h1>Translation</h1>" in report([sample, sample])


def test_two_hits_with_one_place_in_the_target_are_both_accounted_for(
    build: Callable[..., TranslationResult], row: type
) -> None:
    hits = [("議長", "Speaker", "kept", ""), ("議長ら", "Speaker", "kept", "the same mention")]
    made = row("議長と議長ら", "The Speaker", hits)
    tree = parse(pair(build([made])))
    for link in tree.xpath("//section//mark/a"):
        assert tree.xpath(f'//*[@id="{link.get("href")[1:]}"]'), "no link leads nowhere"
    (note,) = tree.xpath('//li[@id="d0s0h1-note"]')
    assert "the same mention" in note.text_content()
