"""A fragment of HTML or XML → the pieces of it that are no plain words, in order."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from mtservice.documents.outline import ElementTag, parts
from mtservice.model import Span

_NAME = r"[A-Za-z_][\w.:-]*"
_PIECE = re.compile(
    r"(?P<comment><!--(?:(?!<!--).)*?-->)"
    r"|(?P<data><!\[CDATA\[(?:(?!<!\[CDATA\[).)*?\]\]>)"
    r"|(?P<instruction><[?!][A-Za-z][^<>]*>)"
    rf"|<(?P<close>/)?(?P<name>{_NAME})(?P<rest>(?:[\s/](?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*)?)>"
    r"|(?P<reference>&(?:\#[0-9]{1,7}|\#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
    r"|(?<![ \t])(?:(?P<blank>[ \t]*\r?\n(?:[ \t]*\r?\n)+[ \t]*)"
    r"|(?P<line>[ \t]*\r?\n[ \t]*))",
    re.DOTALL,
)
_KEPT_OUT = re.compile(
    r"""\stranslate\s*=\s*["']?no\b|\sclass\s*=\s*["'][^"'<]*\bnotranslate\b""", re.IGNORECASE
)
_PARTING = frozenset(
    "address article aside audio blockquote body br button caption center dd details dialog dir "
    "div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hr html legend "
    "li main menu nav ol optgroup option p section select summary table tbody td tfoot th thead "
    "title tr ul video".split()
)
"""HTML elements that stand beside the text around them, not in its line."""
_KEPT = frozenset("canvas code iframe kbd math object samp svg var".split())
"""HTML elements that are read as one word and left alone."""
_SILENT = frozenset("noscript pre script style template textarea".split())
"""HTML elements that are no text of the page, or text whose layout is its meaning."""
_INLINE = frozenset(
    "a abbr b bdi bdo big cite del dfn em font i ins label mark q s small span strike strong sub "
    "sup time tt u".split()
)
"""HTML elements that say nothing when they hold nothing; an unknown one is a placeholder."""
_READINGS = frozenset(("rt", "rp"))
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())


@dataclass(frozen=True, slots=True)
class MarkupRules:
    """How a fragment is read."""

    kind: str = "html"
    """`html` or `xml`; `plain` for a text without tags."""
    lines_part: bool = False
    """Whether a line break ends a sentence; else only an empty line does."""
    ignored: frozenset[str] = frozenset()
    """Elements that are left alone, content and all, and are read as one word."""
    parting: frozenset[str] = frozenset()
    """Elements that part the text, besides those that HTML knows."""
    joined: frozenset[str] = frozenset()
    """Elements that do not part it."""
    outline: bool = True
    """Whether the layout of XML is found by itself."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch that is no plain words."""

    span: Span
    kind: str
    """`open` and `close`, `kept` (read as one word), `alone`, `part` (the text goes on in another
    block), `line` (a wrap), `reading` (dropped once the words change) or `reference`."""
    name: str = ""
    """Of the element, where it is half of one."""


def find_pieces(text: str, rules: MarkupRules) -> list[Piece]:
    """The pieces of the text in order; an element that is left alone is one piece."""
    reader = _Reader(text, rules)
    found: list[Piece] = []
    passed = 0
    for match in _PIECE.finditer(text):
        if match.start() < passed:
            continue
        piece = reader.piece(match)
        if piece is None:
            continue
        passed = piece.span.end
        if found and piece.kind == found[-1].kind == "kept" and _touch(found[-1], piece):
            piece = Piece(Span(found.pop().span.start, passed), "kept")
        found.append(piece)
    return _laid_out(text, found, rules) if rules.kind == "xml" and rules.outline else found


def _touch(one: Piece, two: Piece) -> bool:
    return one.span.end == two.span.start


def _laid_out(text: str, found: list[Piece], rules: MarkupRules) -> list[Piece]:
    tags = [ElementTag(item.span, item.name, item.kind == "open") for item in found if item.name]
    layout = parts(text, tags, ignored=rules.joined)
    return [Piece(item.span, "part") if item.span in layout else item for item in found]


class _Reader:
    """Matches → pieces."""

    def __init__(self, text: str, rules: MarkupRules) -> None:
        self.text = text
        self.rules = rules
        self.html = rules.kind == "html"
        self.ends = {} if rules.kind == "plain" else _ends(text, lower=self.html)

    def piece(self, match: re.Match[str]) -> Piece | None:
        """The piece that was matched, if these rules know it."""
        span = Span(*match.span())
        if match["line"] or match["blank"]:
            return Piece(span, "part" if match["blank"] or self.rules.lines_part else "line")
        if self.rules.kind == "plain":
            return None
        if match["reference"]:
            said = html.unescape(match["reference"])
            usable = len(said) == 1 and said.isprintable() and not said.isspace()
            return Piece(span, "reference" if usable else "alone")
        return self._tag(match, span) if match["name"] else Piece(span, "alone")

    def _tag(self, match: re.Match[str], span: Span) -> Piece:
        name = match["name"].lower() if self.html else match["name"]
        empty = match["rest"].endswith("/") or (self.html and name in _VOID)
        whole = Span(span.start, self.ends.get(span.start, span.end))
        left = "" if match["close"] or empty else self._left_alone(name, match["rest"], whole, span)
        if left:
            return Piece(whole, left)
        if self._parts(name):
            return Piece(span, "part")
        if empty:
            word = not self.html or name in self.rules.ignored
            return Piece(span, "kept" if word else "alone")
        return Piece(span, "close" if match["close"] else "open", name)

    def _left_alone(self, name: str, rest: str, whole: Span, opening: Span) -> str:
        """The kind of piece that an element makes whose content is not read; empty for others."""
        if whole == opening:  # it is never closed
            return ""
        if name in self.rules.ignored or _KEPT_OUT.search(rest):
            return "kept"
        if self.html and (name in _READINGS or name in _SILENT):
            return "reading" if name in _READINGS else "part"
        if re.fullmatch(rf"</{_NAME}\s*>", self.text[opening.end : whole.end]):
            return "alone" if self.html and name in _INLINE else "kept"
        return "kept" if self.html and name in _KEPT else ""

    def _parts(self, name: str) -> bool:
        if name in self.rules.joined:
            return False
        return name in self.rules.parting or (self.html and name in _PARTING)


def _ends(text: str, *, lower: bool) -> dict[int, int]:
    """Where each element ends, by the place at which its opening tag begins."""
    ends: dict[int, int] = {}
    begun: dict[str, list[int]] = {}
    for match in _PIECE.finditer(text):
        if match["name"]:
            name = match["name"].lower() if lower else match["name"]
            if match["close"]:
                if begun.get(name):
                    ends[begun[name].pop()] = match.end()
            elif not match["rest"].endswith("/"):
                begun.setdefault(name, []).append(match.start())
    return ends
