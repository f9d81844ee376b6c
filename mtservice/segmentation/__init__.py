"""Japanese sentence segmentation that keeps offsets: block → segments, each with a named rule.

The scanner is a set of rules; for encyclopaedic and news text rules are at least as good as
learnt splitters. List marks and white space stand between the pieces.
Nothing is normalised: pieces are ranges of the text that was given, and

    text[: pieces[0].span.start] + Σ (piece text + piece.separator) == text
"""

from mtservice.segmentation.piece import MAX_CHARS, Piece
from mtservice.segmentation.split import segment, split

__all__ = ["MAX_CHARS", "Piece", "segment", "split"]
