"""PO files: msgid is read, msgstr is written where it is empty, nothing else changes."""

from __future__ import annotations

import polib
import pytest
from contract.document_contract import backwards
from fakes.documents import catalogue

from mtservice.documents import registry
from mtservice.documents.base import ReadOptions
from mtservice.documents.render import render
from mtservice.model import SegmentResult
from mtservice.segmentation import segment


def translated(text: str, english: str, *, overwrite: bool = False) -> str:
    document = registry.read(text, format="po", options=ReadOptions(overwrite=overwrite))
    results = [
        SegmentResult(item, english, alignment=backwards(item.text, english))
        for block in document.blocks
        for item in segment(block)
    ]
    out, placed = render(document, results, registry.format_of("po"))
    for item in placed:
        assert item.source.of(document.text) in document.text
        assert english.split(maxsplit=1)[0] in item.target.of(out) or not english.isascii()
    return out


def entries(text: str) -> dict[str, polib.POEntry]:
    return {entry.msgid: entry for entry in polib.pofile(text)}


def test_what_is_empty_is_filled_and_the_rest_is_kept() -> None:
    text = catalogue(停戦="", 終了="Quit")
    out = translated(text, "Yes")
    assert out == text.replace('msgid "停戦"\nmsgstr ""', 'msgid "停戦"\nmsgstr "Yes"')
    again = entries(translated(text, "Yes", overwrite=True))
    assert [again[name].msgstr for name in ("停戦", "終了")] == ["Yes", "Yes"]


def test_comments_contexts_flags_and_obsolete_entries_stay() -> None:
    text = (
        'msgid ""\nmsgstr ""\n"Language: en\\n"\n\n'
        '# 注\n#. 抽出\n#, fuzzy, c-format\n#| msgid "旧"\n'
        'msgctxt "menu"\nmsgid "停戦"\nmsgstr "Old"\n\nmsgctxt "b"\nmsgid "停戦"\nmsgstr ""\n\n'
        '#~ msgid "議会"\n#~ msgstr ""\n'
    )
    out = translated(text, "Yes")
    assert out == text.replace(
        'msgctxt "b"\nmsgid "停戦"\nmsgstr ""', 'msgctxt "b"\nmsgid "停戦"\nmsgstr "Yes"'
    )


def test_plural_forms_are_filled_from_singular_and_plural() -> None:
    text = 'msgid "%d件"\nmsgid_plural "%d件全部"\nmsgstr[0] ""\nmsgstr[1] ""\n'
    document = registry.read(text, format="po")
    assert [block.text for block in document.blocks] == ["X2件", "X2件全部"]
    out = translated(text, "items")
    assert out.count("items") == 2
    assert out.count("%d") == 4
    assert set(entries(out)["%d件"].msgstr_plural) == {0, 1}


def test_long_messages_over_several_lines_are_one_text() -> None:
    text = 'msgid ""\n"議会は\\"停戦\\"を"\n"求めた。\\n"\n"次の行。\\n"\nmsgstr ""\n'
    document = registry.read(text, format="po")
    assert [block.text for block in document.blocks] == ['議会は"停戦"を求めた。\n次の行。\n']
    out = translated(text, 'A "b" \\ c.')
    (entry,) = entries(out).values()
    assert entry.msgstr == 'A "b" \\ c.\nA "b" \\ c.\n'


PLACEHOLDERS = (
    *("%s", "%d", "%1$s", "%(name)s", "%5.2f", "%ld", "%{count}", "${name}", "{{ name }}"),
    *("{}", "{0}", "{name}", "{name!r}", "{price:.2f}", "{user.name}"),
)
MARKUP = ("%%", "<br/>", "&nbsp;")


@pytest.mark.parametrize("placeholder", [*PLACEHOLDERS, *MARKUP])
def test_placeholders_are_kept_as_they_are(placeholder: str) -> None:
    text = catalogue(**{f"議会は{placeholder}を求めた。": ""})
    (block,) = registry.read(text, format="po").blocks
    stand_in = "X2" if placeholder in PLACEHOLDERS else ""
    assert block.text == f"議会は{stand_in}を求めた。"
    out = entries(translated(text, "One two three."))
    assert out[f"議会は{placeholder}を求めた。"].msgstr.count(placeholder) == 1


@pytest.mark.parametrize("placeholder", PLACEHOLDERS)
def test_placeholders_stand_where_the_english_says_their_stand_ins(placeholder: str) -> None:
    message = f"{placeholder}さんがログインしました。\n{placeholder}へ"
    text = catalogue(**{message: ""})
    (block,) = registry.read(text, format="po").blocks
    assert block.text == "X2さんがログインしました。\nX3へ"
    says = {"X2さんがログインしました。": "X2 logged in.", "X3へ": "To X3"}
    document = registry.read(text, format="po")
    results = [SegmentResult(item, says[item.text]) for item in segment(block)]
    out, _ = render(document, results, registry.format_of("po"))
    assert entries(out)[message].msgstr == f"{placeholder} logged in.\nTo {placeholder}"


def test_a_message_of_nothing_but_placeholders_stays_empty() -> None:
    assert registry.read(catalogue(**{"%s": "", "{a} {b}": ""}), format="po").blocks == ()


def test_a_percentage_is_no_placeholder() -> None:
    (block,) = registry.read(catalogue(**{"100%の議会、50%です": ""}), format="po").blocks
    assert block.text == "100%の議会、50%です"


def test_tags_go_round_the_words_that_translate_theirs() -> None:
    text = catalogue(**{'<a href="x">議会</a>は停戦': ""})
    out = entries(translated(text, "One two three"))
    (said,) = [entry.msgstr for entry in out.values() if entry.msgid]
    assert '<a href="x">' in said
    assert said.index("<a ") < said.index("</a>")


def test_a_message_that_does_not_change_stays_empty() -> None:
    text = catalogue(OK="", 停戦="")
    document = registry.read(text, format="po")
    results = [
        SegmentResult(item, item.text) for block in document.blocks for item in segment(block)
    ]
    assert render(document, results, registry.format_of("po"))[0] == text


def test_windows_line_ends_and_recognition() -> None:
    text = catalogue(停戦="").replace("\n", "\r\n")
    assert translated(text, "Yes") == text.replace('停戦"\r\nmsgstr ""', '停戦"\r\nmsgstr "Yes"')
    assert registry.detect(text, "") == "po"
