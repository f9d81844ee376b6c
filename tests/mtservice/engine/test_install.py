"""Packages are installed whole or not at all, and a refusal names the file and the reason."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from fakes.packages import zipped

from mtservice.engine import checksums, models
from mtservice.errors import ModelError, ModelNotFoundError, MTServiceError, PackageError
from mtservice.settings import Settings

pytestmark = [pytest.mark.model, pytest.mark.timeout(120)]


def test_the_bundled_file_installs_and_is_then_used(bundled_model: Path, places: Settings) -> None:
    package = models.install_file(bundled_model, places)
    assert package.path.parent == places.packages_dir
    assert checksums.problems(package.path) == ()
    assert models.find(None, places).path == package.path
    assert models.verify(package).ok
    assert leftovers(places) == []


def test_a_folder_installs_too_and_one_of_its_name_is_replaced(
    folder_of: Callable[..., Path], places: Settings
) -> None:
    first = models.install_file(folder_of("one", package_version="2.0"), places)
    (first.path / "stray.txt").write_text("x")
    again = models.install_file(folder_of("two", package_version="2.0"), places)
    assert again.path == first.path
    assert not (again.path / "stray.txt").exists()
    assert leftovers(places) == []


def made(members: dict[str, bytes], *, link: str = "") -> Callable[[Path, Path], Path]:
    def make(file: Path, _: Path) -> Path:
        with zipfile.ZipFile(file, "w") as archive:
            for name, data in members.items():
                archive.writestr(name, data)
            if link:
                entry = zipfile.ZipInfo(link)
                entry.external_attr = (stat.S_IFLNK | 0o777) << 16
                archive.writestr(entry, "/etc/passwd")
        return file

    return make


def with_member(name: str, change: Callable[[bytes], bytes]) -> Callable[[Path, Path], Path]:
    """The bundled package with one file changed."""

    def make(file: Path, bundled: Path) -> Path:
        with zipfile.ZipFile(bundled) as old, zipfile.ZipFile(file, "w") as new:
            for item in old.infolist():
                data = old.read(item)
                new.writestr(item.filename, change(data) if item.filename.endswith(name) else data)
        return file

    return make


def cut_short(file: Path, bundled: Path) -> Path:
    file.write_bytes(bundled.read_bytes()[:1_000_000])
    return file


def no_zip(file: Path, _: Path) -> Path:
    file.write_text("<html>not found</html>")
    return file


META = b'{"from_code": "ja", "to_code": "en", "package_version": "1"}'
REFUSED = {
    "no zip": (no_zip, "damaged or not a zip file"),
    "cut short": (cut_short, "damaged or not a zip file"),
    "parent": (made({"a/../../x": b""}), "unsafe: its entry 'a/../../x'"),
    "absolute": (made({"/x": b""}), "unsafe: its entry '/x'"),
    "drive": (made({"a/c:x": b""}), "unsafe"),
    "link": (made({"a/b": b""}, link="a/link"), "unsafe: its entry 'a/link'"),
    "two folders": (made({"a/b": b"", "c/d": b""}), "must hold one folder"),
    "no folder": (made({"metadata.json": META}), "must hold one folder"),
    "no metadata": (made({"a/b": b""}), "has no metadata.json"),
    "no model": (made({"a/metadata.json": META}), "has no model/model.bin"),
    "no tokenizer": (
        made({"a/metadata.json": META, "a/model/model.bin": b"x"}),
        "has no sentencepiece.model or bpe.model",
    ),
    "other languages": (
        with_member("metadata.json", lambda data: data.replace(b'"ja"', b'"ko"')),
        "translates ko→en; a package for ja→en is needed",
    ),
    "metadata is no JSON": (with_member("metadata.json", lambda data: data[:40]), "is not JSON"),
    "unknown strategy": (
        with_member("metadata.json", lambda data: data.replace(b'"annotate"', b'"guess"')),
        "'strategy' must be one of annotate, code-switch, plain",
    ),
    "model cut short": (
        with_member("model.bin", lambda data: data[: len(data) // 2]),
        "does not load",
    ),
    "model is noise": (with_member("model.bin", lambda data: b"\x07" * 9000), "does not load"),
    "tokenizer is noise": (with_member("sentencepiece.model", lambda data: b"\x07" * 9000), ""),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_sound_package_is_refused_and_leaves_nothing(
    case: str, tmp_path: Path, bundled_model: Path, places: Settings
) -> None:
    make, words = REFUSED[case]
    file = make(tmp_path / "given.argosmodel", bundled_model)
    with pytest.raises(MTServiceError) as caught:
        models.install_file(file, places)
    assert words in str(caught.value)
    assert str(file) in str(caught.value)
    assert ".unpacking" not in str(caught.value)
    assert isinstance(caught.value, PackageError)
    assert models.installed(places) == ()
    assert leftovers(places) == []
    assert not (tmp_path / "x").exists()


def test_a_refused_file_leaves_the_installed_package_alone(
    bundled_model: Path, tmp_path: Path, places: Settings
) -> None:
    package = models.install_file(bundled_model, places)
    make, _ = REFUSED["model cut short"]
    with pytest.raises(PackageError):
        models.install_file(make(tmp_path / "bad.argosmodel", bundled_model), places)
    assert checksums.problems(package.path) == ()


def test_a_file_that_is_not_there_and_a_place_that_is_none(
    bundled_model: Path, tmp_path: Path
) -> None:
    places = Settings(data_dir=str(tmp_path / "data"), cache_dir=str(tmp_path / "cache"))
    with pytest.raises(ModelNotFoundError, match=r"there is no model package at .*absent"):
        models.install_file(tmp_path / "absent.argosmodel", places)
    (tmp_path / "data").write_text("a file where the folder should be")
    with pytest.raises(ModelError, match="cannot be written"):
        models.install_file(bundled_model, places)


def test_the_best_package_is_the_newest_installed_one(
    folder_of: Callable[..., Path], places: Settings, tmp_path: Path
) -> None:
    for version in ("1.9", "1.10", "1.2"):
        models.install_file(folder_of(version, package_version=version), places)
    assert models.find(None, places).name == "translate-ja_en-1_10"
    assert models.find("translate-ja_en-1_2", places).metadata.version == "1.2"
    assert models.find(str(tmp_path / "1.9"), places).path == tmp_path / "1.9"
    with pytest.raises(ModelNotFoundError, match=r"known: .*translate-ja_en-1_10"):
        models.find("translate-ja_en-9_9", places)
    gone = models.remove("translate-ja_en-1_10", places)
    assert not gone.exists()
    assert models.find(None, places).name == "translate-ja_en-1_9"
    with pytest.raises(ModelNotFoundError, match="no installed package is named"):
        models.remove("translate-ja_en-1_10", places)


def test_a_damaged_folder_is_passed_over_shown_and_can_be_removed(
    places: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    broken = places.packages_dir / "broken"
    broken.mkdir(parents=True)
    assert models.find(None, places).name.startswith("translate-ja_en")
    assert "passed over" in caplog.text
    [(folder, reason)] = models.damaged(places)
    assert folder == broken
    assert "has no metadata.json" in reason
    models.remove("broken", places)
    assert models.damaged(places) == ()


def test_verification_names_what_has_changed(
    folder_of: Callable[..., Path], places: Settings
) -> None:
    package = models.install_file(folder_of(), places)
    (package.path / "README.md").write_text("changed")
    (package.path / "extra").write_text("x")
    (package.path / "model" / "model.bin").unlink()
    found = models.verify(package)
    assert not found.ok
    words = "\n".join(found.problems)
    for expected in (
        "README.md has changed since it was installed",
        "extra was not installed with the package",
        "model/model.bin is missing",
    ):
        assert expected in words


def test_an_unpacked_file_is_unpacked_again_once_it_is_damaged(
    folder_of: Callable[..., Path], places: Settings, tmp_path: Path
) -> None:
    file = zipped(folder_of(), tmp_path / "given.argosmodel")
    package = models.find(str(file), places)
    assert models.find(str(file), places).path == package.path
    (package.path / "metadata.json").unlink()
    again = models.find(str(file), places)
    assert (again.path / "metadata.json").is_file()
    assert leftovers(places) == []


def leftovers(places: Settings) -> list[Path]:
    folders = (Path(places.data_dir), Path(places.cache_dir))
    return [path for folder in folders for path in folder.rglob(".unpacking-*")]
