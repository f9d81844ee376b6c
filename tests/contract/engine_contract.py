"""What every engine owes its callers; subclass it and give the fixture `engine`."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from mtservice.engine.base import Draft, Engine, EngineOptions, EngineRequest

SENTENCES = (
    "ミンスクで首脳会合が開かれた。",
    "ルカシェンコ大統領は24日、ﾐﾝｽｸで㌔🎉を語った。",
    "雨。",
    "外相は記者団に対し、協議は来週も続くと述べたが、詳しい内容は明らかにしなかった。",
    "OSCE（欧州安全保障協力機構）の代表が出席した。",
    "雨。",
    "明日の会議は午後3時に始まる。",
)
PREFIXES = ("", "The", "The meeting ", "President Lukashenk", "  A", "Straße 1,", "“Quoted", "会合")
ODD = ("\0", "a\0b", "\ud800", "🎉🎉", "\u3099", "　", "\ufeff雨。", "<unk>", "</s>", "▁", "é" * 40)
FOUR = EngineOptions(beam_size=4, hypotheses=4)


def outline(rows: list[tuple[Draft, ...]]) -> list[list[tuple[object, ...]]]:
    """Everything about drafts that must be the same when they are."""
    return [
        [(d.text, d.score, d.target_spans, d.source_spans, d.truncated) for d in row]
        for row in rows
    ]


class EngineContract:
    """The tests; `plain` options are used where nothing else is said."""

    plain = EngineOptions()

    @pytest.fixture
    def engine(self) -> Engine:
        raise NotImplementedError

    def all_drafts(self, engine: Engine) -> list[tuple[EngineRequest, Draft]]:
        requests = [EngineRequest(text) for text in SENTENCES]
        requests += [EngineRequest(SENTENCES[0], prefix) for prefix in PREFIXES]
        rows = engine.translate(requests, FOUR)
        return [(ask, draft) for ask, row in zip(requests, rows, strict=True) for draft in row]

    def test_says_what_it_is(self, engine: Engine) -> None:
        info = engine.info
        assert info.name
        assert len(info.hash) == 64
        assert set(info.hash) <= set("0123456789abcdef")
        assert info.strategy in ("annotate", "code-switch", "plain")
        assert (info.marks is not None) == (info.strategy == "annotate")
        assert info.max_input_tokens > 0
        assert info.max_output_tokens > 0

    def test_each_request_has_its_drafts_in_order_whatever_the_company(
        self, engine: Engine
    ) -> None:
        requests = [EngineRequest(text) for text in SENTENCES]
        requests += [EngineRequest(SENTENCES[1], prefix) for prefix in PREFIXES]
        together = engine.translate(requests, self.plain)
        alone = [engine.translate([request], self.plain)[0] for request in requests]
        assert outline(together) == outline(alone)

    def test_the_same_question_has_the_same_answer(self, engine: Engine) -> None:
        requests = [EngineRequest(text) for text in SENTENCES]
        first, second = engine.translate(requests, FOUR), engine.translate(requests, FOUR)
        assert outline(first) == outline(second)

    def test_nothing_asked_is_nothing_answered(self, engine: Engine) -> None:
        assert engine.translate([], self.plain) == []
        assert engine.score([]) == []

    def test_hypotheses_are_some_and_the_best_is_first(self, engine: Engine) -> None:
        for row in engine.translate([EngineRequest(text) for text in SENTENCES], FOUR):
            assert 1 <= len(row) <= FOUR.hypotheses
            scores = [draft.score for draft in row]
            assert scores == sorted(scores, reverse=True)

    def test_the_best_does_not_depend_on_how_many_are_asked_for(self, engine: Engine) -> None:
        requests = [EngineRequest(text) for text in SENTENCES]
        one = engine.translate(requests, replace(FOUR, hypotheses=1))
        four = [row[:1] for row in engine.translate(requests, FOUR)]
        assert outline(one) == outline(four)

    def test_spans_lie_in_their_texts_in_order(self, engine: Engine) -> None:
        for request, draft in self.all_drafts(engine):
            for spans, text in (
                (draft.target_spans, draft.text),
                (draft.source_spans, request.text),
            ):
                assert all(0 <= span.start <= span.end <= len(text) for span in spans)
                assert [span.start for span in spans] == sorted(span.start for span in spans)
                assert all(span.of(text).strip() in ("", span.of(text)) for span in spans)

    def test_spans_cover_every_word(self, engine: Engine) -> None:
        for request, draft in self.all_drafts(engine):
            if draft.truncated:
                continue
            for spans, text in (
                (draft.target_spans, draft.text),
                (draft.source_spans, request.text),
            ):
                covered = {place for span in spans for place in range(span.start, span.end)}
                bare = [text[i] for i in range(len(text)) if i not in covered]
                assert not "".join(bare).strip(), (text, bare)

    def test_the_draft_begins_with_the_prefix(self, engine: Engine) -> None:
        for request, draft in self.all_drafts(engine):
            assert draft.text.startswith(request.prefix)

    def test_attention_has_a_row_and_a_column_for_each_span(self, engine: Engine) -> None:
        for _, draft in self.all_drafts(engine):
            assert draft.attention is not None
            assert draft.attention.dtype == np.float32
            assert draft.attention.shape == (len(draft.target_spans), len(draft.source_spans))
            assert np.isfinite(draft.attention).all()
            assert (draft.attention >= 0).all()

    def test_attention_is_left_out_unless_asked_for(self, engine: Engine) -> None:
        [(draft, *_)] = engine.translate(
            [EngineRequest(SENTENCES[0])], EngineOptions(attention=False)
        )
        assert draft.attention is None

    @pytest.mark.parametrize("text", ["", " ", "\n\t", "　"])
    def test_a_blank_source_says_no_more_than_the_prefix(self, engine: Engine, text: str) -> None:
        for prefix in ("", "Minsk "):
            [(draft, *_)] = engine.translate([EngineRequest(text, prefix)], self.plain)
            assert draft.text.strip() == prefix.strip()
            assert not draft.truncated

    @pytest.mark.parametrize("text", ODD)
    def test_odd_characters_are_no_reason_to_fail(self, engine: Engine, text: str) -> None:
        [(draft, *_)] = engine.translate([EngineRequest(text)], self.plain)
        assert all(span.end <= len(text) for span in draft.source_spans)
        assert np.isfinite(draft.score)
        assert engine.count_tokens(text) >= 0

    def test_a_source_too_long_is_flagged(self, engine: Engine) -> None:
        text = SENTENCES[3]
        while engine.count_tokens(text) <= engine.info.max_input_tokens:
            text += text
        [(draft, *_)] = engine.translate([EngineRequest(text)], self.plain)
        assert draft.truncated
        assert len(draft.source_spans) <= engine.info.max_input_tokens

    def test_an_ordinary_source_is_not_flagged(self, engine: Engine) -> None:
        [(draft, *_)] = engine.translate([EngineRequest(SENTENCES[0])], self.plain)
        assert not draft.truncated

    def test_scores_are_log_probabilities_in_the_order_of_the_pairs(self, engine: Engine) -> None:
        pairs = [(text, "It rains.") for text in SENTENCES] + [("", "It rains."), ("雨。", "")]
        scores = engine.score(pairs)
        assert len(scores) == len(pairs)
        assert all(np.isfinite(score) and score <= 0 for score in scores)
        assert scores == [engine.score([pair])[0] for pair in pairs]

    def test_tokens_are_counted(self, engine: Engine) -> None:
        assert engine.count_tokens("") == 0
        assert 0 < engine.count_tokens(SENTENCES[0]) < engine.count_tokens(SENTENCES[0] * 3)

    def test_threads_do_not_get_in_each_others_way(self, engine: Engine) -> None:
        requests = [[EngineRequest(text)] for text in SENTENCES] * 3
        expected = [outline(engine.translate(batch, self.plain)) for batch in requests]
        with ThreadPoolExecutor(8) as pool:
            found = list(
                pool.map(lambda batch: outline(engine.translate(batch, self.plain)), requests)
            )
        assert found == expected
