"""The engine contract over the fakes and over the real engine with the bundled model."""

from __future__ import annotations

from pathlib import Path

import pytest
from contract.engine_contract import EngineContract
from fakes.engine import (
    DictionaryEngine,
    DroppingEngine,
    FailingEngine,
    IdentityEngine,
    LoopingEngine,
    RecordingEngine,
)

from mtservice.engine.argos import ArgosEngine
from mtservice.engine.base import Engine, EngineOptions, EngineRequest
from mtservice.engine.package import Package, open_package
from mtservice.errors import EngineError

TABLE = {
    "ミンスク": "Minsk",
    "首脳会合": "summit",
    "開かれた": "was held",
    "雨": "rain",
    "外相": "foreign minister",
    "協議": "talks",
}


class TestIdentityEngine(EngineContract):
    @pytest.fixture
    def engine(self) -> Engine:
        return IdentityEngine()


class TestDictionaryEngine(EngineContract):
    @pytest.fixture
    def engine(self) -> Engine:
        return DictionaryEngine(TABLE, unknown="it")


class TestAnnotatedDictionaryEngine(EngineContract):
    @pytest.fixture
    def engine(self) -> Engine:
        return DictionaryEngine(TABLE, strategy="annotate", unknown="it")


class TestDroppingEngine(EngineContract):
    @pytest.fixture
    def engine(self) -> Engine:
        return DroppingEngine(DictionaryEngine(TABLE, unknown="it"), ["Minsk"])


class TestRecordingEngine(EngineContract):
    @pytest.fixture
    def engine(self) -> Engine:
        return RecordingEngine(IdentityEngine())


class TestFailingEngineBeforeItFails(EngineContract):
    @pytest.fixture
    def engine(self) -> Engine:
        return FailingEngine(IdentityEngine(), after=10_000)


class TestLoopingEngine(EngineContract):
    @pytest.fixture
    def engine(self) -> Engine:
        return LoopingEngine(max_output_tokens=64)

    test_an_ordinary_source_is_not_flagged = None  # it never comes to an end


def test_the_failing_engine_fails_when_told_to() -> None:
    engine = FailingEngine(after=1)
    engine.translate([EngineRequest("雨。")], EngineOptions())
    with pytest.raises(EngineError, match="out of memory"):
        engine.translate([EngineRequest("雨。")], EngineOptions())
    with pytest.raises(EngineError, match="out of memory"):
        engine.score([("雨。", "Rain.")])


def test_the_dropping_engine_loses_its_terms_but_not_a_forced_prefix() -> None:
    engine = DroppingEngine(DictionaryEngine(TABLE), ["Minsk"])
    requests = [EngineRequest("ミンスク首脳会合"), EngineRequest("ミンスク首脳会合", "Minsk")]
    free, forced = (row[0] for row in engine.translate(requests, EngineOptions()))
    assert free.text == "summit"
    assert forced.text == "Minsk summit"
    assert [span.of(free.text) for span in free.target_spans] == ["", "summit"]


def test_the_dictionary_engine_obeys_annotations_unless_deaf() -> None:
    text = "⟦ミンスク→Mensk⟧で雨"
    for deaf, said in ((frozenset[str](), "Mensk rain"), (frozenset({"ミンスク"}), "Minsk rain")):
        engine = DictionaryEngine(TABLE, strategy="annotate", deaf=deaf)
        [(draft,)] = engine.translate([EngineRequest(text)], EngineOptions())
        assert draft.text == said


@pytest.fixture(scope="module")
def package(bundled_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Package:
    return open_package(bundled_model, unpack_to=tmp_path_factory.mktemp("unpacked"))


@pytest.fixture(scope="module")
def argos(package: Package) -> Engine:
    return ArgosEngine(package)


@pytest.fixture(scope="module")
def argos_on_two(package: Package) -> Engine:
    return ArgosEngine(package, inter_threads=1, intra_threads=2)


@pytest.mark.model
class TestArgosEngine(EngineContract):
    @pytest.fixture
    def engine(self, argos: Engine) -> Engine:
        return argos


@pytest.mark.model
class TestArgosEngineOnTwoCores(EngineContract):
    """Threads within a batch change nothing of the contract either."""

    @pytest.fixture
    def engine(self, argos_on_two: Engine) -> Engine:
        return argos_on_two
