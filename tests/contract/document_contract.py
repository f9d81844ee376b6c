"""What every document format must pass: identity, no markup lost, spans that slice."""

from __future__ import annotations

import re
from collections import Counter
from itertools import cycle, pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mtservice.documents import registry
from mtservice.documents.render import render
from mtservice.documents.tags import tags_of
from mtservice.model import Alignment, Block, Document, Link, PlacedSegment, SegmentResult, Span
from mtservice.segmentation import segment

ENGLISH = "Plain English words."
PIECES = st.sampled_from(
    [
        *"あ漢ア1a。！「」（）・ \n",
        *(
            "\r\n",
            "\u3000",
            "🙂",
            "e\u0301",
            "[[",
            "]]",
            "|",
            "{{",
            "}}",
            "{{仮リンク|甲|en|A}}",
            "{{ruby|乙|おつ}}",
        ),
        *(
            "<ref>",
            "</ref>",
            "<br>",
            "'''",
            "== ",
            " ==",
            "* ",
            "# ",
            "|-\n",
            "{|\n",
            "|}",
            "||",
            "<!--",
            "-->",
        ),
        *(
            "**",
            "_",
            "`",
            "](http://a.b)",
            "[",
            "![画](c.png)",
            "> ",
            "- ",
            "```\n",
            "  \n",
            "\\*",
            "&amp;",
        ),
        *(
            "●",
            "【",
            "】",
            "https://a.example/b",
            "[http://a.b ",
            "[[File:a.png|thumb|図]]",
            "---\n",
            "第 8 期",
        ),
        *(
            "<p>",
            "</p>",
            "<b>",
            "</b>",
            "<i class='a'>",
            "</i>",
            "<ruby>乙<rt>おつ</rt></ruby>",
            "<code>式</code>",
            '<img alt="図">',
            '<a title="題" href="b">',
            "</a>",
            '<html lang="ja">',
            "<script>",
            "</script>",
            '<b translate="no">',
            "&lt;",
            "&#35696;",
        ),
        *(
            "1\n00:00:01,000 --> 00:00:02,000\n",
            "{\\an8}",
            "\n\n",
            "- ",
            'msgid "',
            'msgstr "',
            '"\n',
            '""\n',
            "\\n",
            "%s",
            "{name}",
            "#, fuzzy\n",
        ),
    ]
)
TEXTS = st.lists(PIECES, max_size=40).map("".join)
BROKEN_UP = (
    "",
    "\ufeff議会。\n",
    "議会。\r\n首相。\r\n",
    "議会。\r首相。",
    "議会。\n\n\n",
    "  議会。  ",
    "\n",
    "🙂",
)


NEVER_CLOSED = (
    "<!--",
    "<ref>",
    "{{",
    "[[",
    "[//a",
    "![",
    "[^",
    "`a",
    "=",
    " ",
    "[[File:",
    "<a",
    "*",
    "<b>",
    '<a "',
    "<![CDATA[",
    "<script>",
    "<code>",
    "&",
    '""\n',
)

LAW = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.differing_executors],  # one law, one class a format
)


class DocumentContract:
    """Subclasses name their format."""

    name: str
    in_place = True
    """Whether the translation stands where its source stood."""

    def whole(self, text: str) -> str:
        """A document of the format that holds the text."""
        return text

    def read(self, text: str) -> Document:
        return registry.read(self.whole(text), name="x", format=self.name)

    def render(
        self, document: Document, english: str | None
    ) -> tuple[str, tuple[PlacedSegment, ...]]:
        results = [
            SegmentResult(item, item.text)
            if english is None
            else SegmentResult(item, english, alignment=backwards(item.text, english))
            for block in document.blocks
            for item in segment(block)
        ]
        return render(document, results, registry.format_of(self.name))

    @pytest.mark.parametrize("text", BROKEN_UP)
    def test_bytes_in_are_bytes_out(self, text: str) -> None:
        bom = text.startswith("\ufeff")
        data = ("\ufeff" * bom + self.whole(text.removeprefix("\ufeff"))).encode()
        document = registry.decode(data, name="x", format=self.name)
        out, _ = self.render(document, None)
        assert registry.encode(document, out) == data

    @given(text=TEXTS)
    @LAW
    def test_an_identity_changes_nothing(self, text: str) -> None:
        document = self.read(text)
        out, placed = self.render(document, None)
        assert out == document.text
        assert not self.in_place or all(item.source == item.target for item in placed)

    @given(text=TEXTS)
    @LAW
    def test_blocks_are_in_order_and_hold_words(self, text: str) -> None:
        document = self.read(text)
        position = 0
        for block in inner_blocks(document):
            assert any(
                block.span.start >= tag.raw.start and block.span.end <= tag.raw.end
                for outer in outer_blocks(document)
                for tag in tags_of(outer)
            )
            assert raw_of(block) == block.span.of(document.text)
        for block in outer_blocks(document):
            assert position <= block.span.start <= block.span.end <= len(document.text)
            assert block.text.strip()
            assert one_line(raw_of(block)) == one_line(block.span.of(document.text))
            position = block.span.end

    @given(text=TEXTS)
    @LAW
    def test_no_markup_is_lost_and_gaps_stay(self, text: str) -> None:
        document = self.read(text)
        out, placed = self.render(document, ENGLISH)
        position = 0
        for gap in gaps(document):
            position = out.find(gap, position)
            assert position >= 0, gap
            position += len(gap)
        for tag, count in hard_tags(document).items():
            assert out.count(tag) >= count, tag
        assert [item.id for item in placed] == list(range(len(placed)))
        outer = {block.id for block in outer_blocks(document)}
        for one, two in pairwise(item for item in placed if item.result.segment.block in outer):
            assert one.target.end <= two.target.start

    @pytest.mark.parametrize("sign", NEVER_CLOSED)
    def test_signs_that_never_close_are_read_at_once(self, sign: str) -> None:
        text = sign * (30_000 // len(sign)) + "議"
        out, _ = self.render(self.read(text), None)
        assert out == self.whole(text)

    def test_a_megabyte_in_one_line_is_read(self) -> None:
        text = "議会は停戦を求めた。" * 100_000
        document = self.read(text)
        assert sum(len(block.text) for block in document.blocks) == len(text)


def backwards(source: str, english: str) -> Alignment:
    """The first word by the last character, and so on, so that markup has to cross over."""
    words = list(re.finditer(r"\S+", english))
    pairs = zip(range(len(source)), cycle(reversed(words)), strict=False)
    return Alignment(tuple(Link(Span(at, at + 1), Span(*word.span())) for at, word in pairs))


def one_line(text: str) -> str:
    """A line break counts as the space that it is between two words."""
    return re.sub(r"\s", " ", text)


def raw_of(block: Block) -> str:
    """The text with its marks put back, spelled as the document has it."""
    ends = sorted(
        [(mark.start, 1, index, mark.open) for index, mark in enumerate(block.marks)]
        + [
            (mark.end, 0, -index, mark.close)
            for index, mark in enumerate(block.marks)
            if mark.end > mark.start
        ]
        + [
            (mark.end, 1, index, mark.close)
            for index, mark in enumerate(block.marks)
            if mark.end == mark.start
        ],
        key=lambda tag: tag[:3],
    )
    out, position = "", 0
    for place, _, _, tag in ends:
        out += spelled(block, position, place) + tag
        position = place
    return out + spelled(block, position, len(block.text))


def spelled(block: Block, start: int, end: int) -> str:
    out = ""
    for item in block.spellings:
        if start <= item.start < end:
            out += block.text[start : item.start] + item.raw
            start = item.end
    return out + block.text[start:end]


def outer_blocks(document: Document) -> list[Block]:
    """Those that do not lie in the markup of another."""
    found: list[Block] = []
    for block in document.blocks:
        if not found or block.span.start >= found[-1].span.end:
            found.append(block)
    return found


def inner_blocks(document: Document) -> list[Block]:
    outer = outer_blocks(document)
    return [block for block in document.blocks if block not in outer]


def gaps(document: Document) -> list[str]:
    """What stands between the blocks, but for the language that it says."""
    position, found = 0, []
    for block in outer_blocks(document):
        place = block.span if block.target is None else block.target
        found += re.split('(?<=lang=")ja', document.text[position : place.start])
        position = place.end
    return [*found, *re.split('(?<=lang=")ja', document.text[position:])]


def hard_tags(document: Document) -> Counter[str]:
    """The tags that come out as they went in: all without words of their own."""
    tags: Counter[str] = Counter()
    inner = [block.span.of(document.text) for block in inner_blocks(document)]
    for block in document.blocks:
        for mark in block.marks:
            if not mark.soft:
                tags.update(
                    tag
                    for tag in (mark.open, mark.final_close)
                    if tag.strip() and "lang=" not in tag and not any(word in tag for word in inner)
                )
    return tags


def seeds(folder: Path) -> list[Path]:
    return sorted((folder / "seeds").glob("*.txt"))
