"""The page and the report in a real Chromium: what a person does, and that nothing is blocked."""

from __future__ import annotations

import base64
import io
import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from chromium import CHROMIUM, Browser
from werkzeug.serving import make_server

from mtservice.settings import Settings
from mtservice.web import create_app

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no Chromium is installed on this machine")

TEXT = "ルカシェンコ大統領はミンスクで会見した。国営通信が伝えた。3人が来た。"
LIT = "document.querySelector('.lit')?.id"


def wait_for(condition: Callable[[], bool], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    browser = Browser(tmp_path_factory.mktemp("chromium"))
    yield browser
    browser.close()


@pytest.fixture
def browser(chromium: Browser) -> Iterator[Browser]:
    """A browser that, at the end of the test, must not have had anything to complain about."""
    chromium.complaints.clear()
    yield chromium
    chromium.run("0")
    assert chromium.complaints == []


@pytest.fixture
def address(translator: Any) -> Iterator[str]:
    """A real server with the application behind it."""
    app = create_app(translator, Settings(glossaries=("east",)))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def translate(browser: Browser, address: str, text: str = TEXT) -> None:
    browser.open(address)
    browser.wait("document.querySelectorAll('[data-glossaries] input').length == 2")
    browser.run("document.querySelectorAll('[data-glossaries] input')[1].click()")
    browser.run("document.querySelector('#text').focus()")
    browser.send("Input.insertText", text=text)
    browser.press("Enter", 13, control=True)
    browser.wait("!document.querySelector('.result').hidden")


def shown(browser: Browser) -> list[str]:
    return list(
        browser.run("[...document.querySelectorAll('.segment:not([hidden])')].map(it => it.id)")
    )


def choose(browser: Browser, name: str, value: str) -> None:
    browser.run(
        f"{{ const field = document.querySelector('.toolbar').elements.{name};"
        f"field.value = {json.dumps(value)};"
        "field.dispatchEvent(new Event('input', {bubbles: true})); }"
    )


def test_paste_translate_and_read(browser: Browser, address: str, translator: Any) -> None:
    translate(browser, address)
    assert translator.calls[0]["glossaries"] == ("east", "press")
    assert shown(browser) == ["d0s0", "d0s1", "d0s2"]
    assert browser.run("document.querySelector('#d0s0 .target').textContent") == (
        "President Lukashenko spoke in Minsk."
    )
    assert browser.run("document.querySelector('#d0s1').classList.contains('has-failed')")
    assert browser.run("document.activeElement.id") == "result-title"
    assert browser.run("document.querySelector('.status').textContent").startswith("Done in")


def test_no_glossary_chosen_means_none(browser: Browser, address: str, translator: Any) -> None:
    browser.open(address)
    browser.wait("document.querySelectorAll('[data-glossaries] input').length == 2")
    browser.run("document.querySelectorAll('[data-glossaries] input')[0].click()")
    browser.run("document.querySelector('[data-example]').click()")
    browser.run("document.querySelector('.primary').click()")
    browser.wait("!document.querySelector('.result').hidden")
    assert translator.calls[0]["glossaries"] == ()


def test_a_hit_lights_its_twin_by_focus_by_pointer_and_by_enter(
    browser: Browser, address: str
) -> None:
    translate(browser, address)
    browser.run("document.querySelector('#d0s0h0-source a').focus()")
    assert browser.run(LIT) == "d0s0h0-target"
    about = browser.run("document.querySelector('.inspector').textContent")
    assert about == "ルカシェンコ → Lukashenkokept by model · exact match · east / lukashenko"
    browser.press("Enter", 13)
    assert browser.run("document.activeElement.parentElement.id") == "d0s0h0-target"
    assert browser.run(LIT) == "d0s0h0-source"
    browser.press("Escape", 27)
    assert browser.run(LIT) is None
    browser.run("document.activeElement.blur()")
    browser.run("document.querySelector('#d0s1 .source .hit a').scrollIntoView({block: 'center'})")
    box = browser.run(
        "(({x, y, width, height}) => [x + width / 2, y + height / 2])"
        "(document.querySelector('#d0s1 .source .hit a').getBoundingClientRect())"
    )
    browser.wait("scrollY == (globalThis.before ?? -1) || (globalThis.before = scrollY, false)")
    box = browser.run(
        "(({x, y, width, height}) => [x + width / 2, y + height / 2])"
        "(document.querySelector('#d0s1 .source .hit a').getBoundingClientRect())"
    )
    browser.send("Input.dispatchMouseEvent", type="mouseMoved", x=box[0], y=box[1])
    assert browser.run(LIT) == "d0s1h0-note", "a failed hit lights the note that says why"


def test_every_hit_can_be_reached_by_tab(browser: Browser, address: str) -> None:
    translate(browser, address)
    browser.run("document.querySelector('.toolbar button').focus()")
    reached = []
    for _ in range(8):
        browser.press("Tab", 9)
        reached.append(browser.run("document.activeElement.parentElement.id"))
    assert [name for name in reached if "h" in name] == [
        "d0s0h0-source",
        "d0s0h1-source",
        "d0s0h0-target",
        "d0s0h1-target",
        "d0s1h0-source",
    ]


def test_filters(browser: Browser, address: str) -> None:
    translate(browser, address)
    choose(browser, "outcome", "failed")
    assert shown(browser) == ["d0s1"]
    assert browser.run("document.querySelector('.shown').value") == "1 of 3 segments"
    choose(browser, "outcome", "")
    choose(browser, "flag", "*")
    assert shown(browser) == ["d0s2"]
    browser.run("document.querySelector('.toolbar button').click()")
    browser.wait("document.querySelector('.shown').value == '3 segments'")
    choose(browser, "term", "ミンスク → Minsk")
    assert shown(browser) == ["d0s0"]
    choose(browser, "term", "")
    choose(browser, "find", "ＭＩＮＳＫ")
    assert shown(browser) == ["d0s0"], "full width and case do not matter"
    choose(browser, "find", "nowhere")
    assert shown(browser) == []
    assert browser.run("!document.querySelector('.no-match').hidden")


def test_a_dropped_file_is_translated_and_downloaded(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    browser.open(address)
    browser.run(
        "{ const data = new DataTransfer();"
        f"data.items.add(new File([{json.dumps(TEXT)}], 'news.txt'));"
        "document.querySelector('[data-drop]').dispatchEvent("
        "new DragEvent('drop', {dataTransfer: data, bubbles: true, cancelable: true})); }"
    )
    assert browser.run("document.querySelector('.chosen-name').textContent").startswith("news.txt")
    browser.run("document.querySelector('.primary').click()")
    browser.wait("!document.querySelector('.result').hidden")
    heading = browser.run("document.querySelector('.document h2').textContent")
    assert heading == "news.txt 3 segments · text"
    browser.send("Page.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path))
    begins = {"txt": "President", "html": "<!doctype", "tmx": "<?xml", "tsv": "source", "json": "{"}
    kinds = ("file", "report", "tmx", "tsv", "json")
    for kind, (suffix, begin) in zip(kinds, begins.items(), strict=True):
        browser.run(f"document.querySelector('[data-download={kind}]').click()")
        file = tmp_path / f"news.en.{suffix}"
        wait_for(lambda file=file: file.is_file() and file.stat().st_size > 0)
        assert file.read_text("utf-8").startswith(begin)


def test_a_word_document_comes_back_as_one(browser: Browser, address: str, tmp_path: Path) -> None:
    document, made = docx.Document(), io.BytesIO()
    paragraph = document.add_paragraph("リガで")
    paragraph.add_run("首脳会合").bold = True
    paragraph.add_run("が開かれた。")
    document.save(made)
    data = base64.b64encode(made.getvalue()).decode()
    browser.open(address)
    browser.run(
        f"{{ const bytes = Uint8Array.from(atob('{data}'), byte => byte.charCodeAt(0));"
        "const data = new DataTransfer(); data.items.add(new File([bytes], 'note.docx'));"
        "document.querySelector('#file').files = data.files;"
        "document.querySelector('.primary').click(); }"
    )
    browser.wait("!document.querySelector('.result').hidden")
    browser.send("Page.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path))
    browser.run("document.querySelector('[data-download=file]').click()")
    file = tmp_path / "note.en.docx"
    wait_for(lambda: file.is_file() and file.stat().st_size > 0)
    (paragraph,) = docx.Document(str(file)).paragraphs
    assert paragraph.text.startswith("A sentence of")


def test_mistakes_are_shown_beside_their_fields(chromium: Browser, address: str) -> None:
    chromium.open(address)
    chromium.run("document.querySelector('.primary').click()")
    message = "document.querySelector('#text-wrong').textContent"
    assert chromium.run(message) == "Paste a text or choose a file."
    chromium.run("document.querySelector('#text').value = '会見'")
    chromium.run("document.querySelector('#terms').value = '会見 = \\n議会'")
    chromium.run("document.querySelector('.primary').click()")
    chromium.wait("!document.querySelector('#terms-wrong').hidden")
    assert chromium.run("document.querySelector('#terms-wrong').textContent") == (
        "Term 1: target must not be empty\nTerm 2: target must not be empty"
    )
    assert chromium.run("document.activeElement.id") == "terms"
    assert chromium.run("document.querySelector('#terms').getAttribute('aria-invalid')") == "true"
    assert chromium.run("document.querySelector('#text-wrong').hidden")


def test_the_form_works_without_scripts(browser: Browser, address: str) -> None:
    browser.send("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.open(address)
        browser.run(f"document.querySelector('#text').value = {json.dumps(TEXT)}")
        browser.run("document.querySelector('.primary').click()")
        browser.wait("document.querySelectorAll('.segment').length == 3")
        assert browser.run("getComputedStyle(document.querySelector('.segment')).display") == "grid"
    finally:
        browser.send("Emulation.setScriptExecutionDisabled", value=False)


@pytest.mark.slow
def test_a_report_of_5000_segments_opens_and_filters_at_once(
    browser: Browser, translator: Any, tmp_path: Path
) -> None:
    client = create_app(translator, Settings()).test_client()
    text = "ルカシェンコ大統領はミンスクで会見した。\n" * 4999 + "国営通信が伝えた。"
    body = {"text": text, "render": "report", "glossaries": ["east", "press"]}
    report = tmp_path / "report.html"
    report.write_bytes(client.post("/v1/translate", json=body).data)
    began = time.monotonic()
    browser.open(report.as_uri())
    browser.wait("document.querySelector('.shown').value == '5,000 segments'")
    assert time.monotonic() - began < 60
    took = browser.run(
        "(() => { const at = performance.now(); const find = document.querySelector('[name=find]');"
        "find.value = 'agency'; find.dispatchEvent(new Event('input', {bubbles: true}));"
        "document.body.offsetHeight; return performance.now() - at; })()"
    )
    assert shown(browser) == ["d0s4999"]
    assert took < 5000
    choose(browser, "find", "")
    browser.run("document.querySelector('#d0s9h0-source a').focus()")
    assert browser.run(LIT) == "d0s9h0-target"


def test_in_print_the_controls_are_gone(browser: Browser, address: str) -> None:
    translate(browser, address)
    browser.send("Emulation.setEmulatedMedia", media="print")
    try:
        for gone in (".toolbar", ".ask", ".inspector", ".downloads"):
            assert (
                browser.run(f"getComputedStyle(document.querySelector('{gone}')).display") == "none"
            )
    finally:
        browser.send("Emulation.setEmulatedMedia", media="")
