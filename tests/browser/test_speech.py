"""Speaking and listening in a real browser: its own speech is stubbed, its recorder is real with a device of no one."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

pytest.importorskip("playwright.sync_api", reason="the browser tests need the extra [test]")

from playwright.sync_api import Browser, Page, Request, expect

from tests.browser.driving import BOX, PHONE, WIDE, answered, assert_accessible, assert_fits, person, sit_down
from tests.loopback.serving import Served, served_pages
from tests.loopback.speaking_model import HEARD, served_speaking_model

pytestmark = pytest.mark.browser

STUB = """
(() => {
  window.spoken = [];
  window.ears = [];
  const voice = (name, lang, localService) => ({ name, lang, localService, default: false, voiceURI: name });
  const voices = window.noLocalVoice ? [] : [voice("Here", "en-GB", true), voice("Hier", "de-DE", true)];
  voices.unshift(voice("Far", "en-US", false));
  const synth = Object.assign(new EventTarget(), { speaking: false, pending: false, getVoices: () => voices });
  let now = null;
  synth.speak = (utterance) => {
    now = utterance;
    synth.speaking = true;
    spoken.push({ text: utterance.text, voice: utterance.voice?.name, rate: utterance.rate });
    utterance.timer = setTimeout(() => { synth.speaking = false; utterance.onend?.({}); }, window.breath ?? 10);
  };
  synth.cancel = () => {
    clearTimeout(now?.timer);
    synth.speaking = false;
    now?.onerror?.({ error: "interrupted" });
  };
  Object.defineProperty(window, "speechSynthesis", { value: synth, configurable: true });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  const Ear = class {
    start() { ears.push(this); setTimeout(() => this.onstart?.({}), 10); }
    stop() { setTimeout(() => this.onend?.({}), 10); }
    abort() { setTimeout(() => { this.onerror?.({ error: "aborted" }); this.onend?.({}); }, 10); }
    hears(...parts) {
      this.onresult({ resultIndex: 0, results: parts.map(([transcript, isFinal]) => Object.assign([{ transcript }], { isFinal })) });
    }
    fails(error) { this.onerror({ error }); this.onend({}); }
  };
  window.SpeechRecognition = window.webkitSpeechRecognition = Ear;
})();
"""  # noqa: E501 - a script
NO_RECOGNITION = "delete window.SpeechRecognition; delete window.webkitSpeechRecognition;"
NO_LOCAL_VOICE = "window.noLocalVoice = true;"
REFUSED = "navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('no', 'NotAllowedError'); };"
SILENT = """navigator.mediaDevices.getUserMedia = async () => {
  const room = new AudioContext();
  return room.createMediaStreamDestination().stream;
};"""


@pytest.fixture(scope="module")
def speaking_pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The program with an endpoint that hears and speaks."""
    names = {"PARTNERING_SPEECH_IN": "whisper-1", "PARTNERING_SPEECH_OUT": "tts-1"}
    with served_speaking_model() as model, served_pages(tmp_path_factory.mktemp("spoken"), model, **names) as served:
        yield served


@contextmanager
def talking(
    browser: Browser, pages: Served, speak: str, listen: str, *scripts: str, **wishes: Any
) -> Iterator[tuple[Page, list[str]]]:
    """A person who chose these ways and sits with Paula; the page and what its scripts asked of the program."""
    with person(browser, pages.address, **wishes) as page:
        for script in scripts:
            page.context.add_init_script(script)
        asked: list[str] = []

        def note(request: Request) -> None:
            if "/api/rehearsals/" in request.url:
                asked.append(request.url.rpartition("/")[2].partition("?")[0])

        page.on("request", note)
        page.goto("/settings", wait_until="load")
        page.locator(f"input[name=speak][value={speak}]").check(force=True)
        page.locator(f"input[name=listen][value={listen}]").check(force=True)
        page.locator("#speech").get_by_role("button", name="Keep this").click()
        page.wait_for_url("**/settings?kept=speech")
        page.goto("/", wait_until="load")
        sit_down(page)
        yield page, asked


def say(page: Page, text: str, number: int) -> str:
    page.locator(BOX).fill(text)
    page.keyboard.press("Enter")
    answered(page, number)
    return page.locator("#talk li.employee .text").last.inner_text()


def spoken(page: Page) -> str:
    return " ".join(part["text"] for part in page.evaluate("window.spoken"))


def test_without_a_wish_there_is_nothing_of_it_on_the_page(browser: Browser, speaking_pages: Served) -> None:
    with talking(browser, speaking_pages, "off", "off", STUB) as (page, asked):
        say(page, "How was the week?", 1)
        page.wait_for_timeout(500)
        for piece in ("#speak-press", "#listen-press", "#speech-drawer", "#sounding"):
            expect(page.locator(piece)).to_be_hidden()
        assert page.evaluate("window.spoken") == []
        assert "speech" not in asked
        assert page.locator("#talk [aria-live]").get_attribute("aria-live") == "polite"


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_finished_reply_is_read_once_without_its_body_language(
    browser: Browser, speaking_pages: Served, size: dict[str, int]
) -> None:
    with talking(browser, speaking_pages, "browser", "browser", STUB, viewport=size) as (page, _):
        expect(page.locator("#listen-press")).to_be_visible()
        assert page.evaluate("window.spoken") == [], "what stands there already is not read"
        reply = say(page, "How was the week?", 1)
        page.wait_for_function("window.spoken.length > 0 && !speechSynthesis.speaking")
        expect(page.locator("#sounding")).to_be_hidden()
        assert "[" in reply
        assert spoken(page) == " ".join(reply.split("] ", 1)[1].split())
        assert {part["voice"] for part in page.evaluate("window.spoken")} == {"Here"}
        # One voice at a time.
        assert page.locator("#talk [aria-live]").get_attribute("aria-live") == "off"
        assert page.locator("#talk [role=status]").count() == 0
        page.locator("#speech-drawer summary").click()
        assert_accessible(page)
        assert_fits(page)


def test_escape_and_the_next_line_stop_the_voice(browser: Browser, speaking_pages: Served) -> None:
    with talking(browser, speaking_pages, "browser", "browser", STUB, "window.breath = 60000;") as (page, _):
        say(page, "How was the week?", 1)
        expect(page.locator("#sounding .doing")).to_contain_text("Reading aloud")
        page.keyboard.press("Escape")
        expect(page.locator("#sounding")).to_be_hidden()
        assert len(page.evaluate("window.spoken")) == 1
        page.locator("#listen-press").click()
        expect(page.locator("#sounding .doing")).to_contain_text("Reading aloud")
        page.locator(BOX).fill("Go on.")
        page.keyboard.press("Enter")
        answered(page, 2)
        page.wait_for_function("window.spoken.length === 3")


def test_voice_and_speed_are_chosen_and_stay_in_the_browser(browser: Browser, speaking_pages: Served) -> None:
    with talking(browser, speaking_pages, "off", "browser", STUB) as (page, _):
        page.locator("#speech-drawer summary").click()
        far = page.locator("#speech-voice option", has_text="Far")
        expect(far).to_have_text("Far (en-US), not on this machine")
        page.locator("#speech-voice").select_option("Far")
        expect(page.locator("#speech-drawer")).to_contain_text("each reply is sent to its maker")
        page.locator("#speech-speed").select_option("1.5")
        page.reload(wait_until="load")
        page.wait_for_selector("#listen-press:not([hidden])")
        say(page, "How was the week?", 1)
        page.wait_for_function("window.spoken.length > 0")
        assert page.evaluate("window.spoken")[0]["voice"] == "Far"
        assert page.evaluate("window.spoken")[0]["rate"] == 1.5


def test_a_voice_from_a_server_reads_nothing_unless_it_was_chosen(browser: Browser, speaking_pages: Served) -> None:
    with talking(browser, speaking_pages, "off", "browser", f"{NO_LOCAL_VOICE}{STUB}") as (page, _):
        expect(page.locator("#speech-drawer summary")).to_contain_text("not all of it works here")
        expect(page.locator("#listen-press")).to_be_hidden()
        say(page, "How was the week?", 1)
        page.wait_for_timeout(500)
        assert page.evaluate("window.spoken") == []
        assert page.locator("#talk [aria-live]").get_attribute("aria-live") == "polite"


def test_what_the_browser_hears_lands_in_the_box_and_is_not_sent(browser: Browser, speaking_pages: Served) -> None:
    with talking(browser, speaking_pages, "browser", "off", STUB) as (page, asked):
        page.locator(BOX).fill("Tell me:")
        page.locator("#speak-press").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#sounding .doing")).to_contain_text("Listening")
        page.evaluate("ears[0].hears(['what matters most', true], ['to you', false])")
        expect(page.locator("#sounding .interim")).to_have_text("to you")
        expect(page.locator(BOX)).to_have_value("Tell me: what matters most")
        page.locator("#speak-press").click()
        expect(page.locator(BOX)).to_have_value("Tell me: what matters most to you")
        expect(page.locator("#sounding")).to_be_hidden()
        assert page.locator("#talk li.leader, #now li.leader").count() == 0
        assert "heard" not in asked
        assert page.evaluate("ears[0].lang").startswith("en")
        assert page.evaluate("document.activeElement.closest('#box') !== null")


@pytest.mark.parametrize(
    ("error", "says"),
    [("not-allowed", "does not let the page"), ("no-speech", "Nothing was heard"), ("network", "did not reach")],
)
def test_what_goes_wrong_while_the_browser_listens_is_a_sentence(
    browser: Browser, speaking_pages: Served, error: str, says: str
) -> None:
    with talking(browser, speaking_pages, "browser", "off", STUB) as (page, _):
        page.locator(BOX).fill("I had begun")
        page.locator("#speak-press").click()
        expect(page.locator("#sounding .doing")).to_contain_text("Listening")
        page.evaluate("(error) => ears[0].fails(error)", error)
        expect(page.locator("#sound-word")).to_contain_text(says)
        expect(page.locator(BOX)).to_have_value("I had begun")
        expect(page.locator("#speak-press")).to_have_text("Speak")


def test_a_browser_that_cannot_listen_says_so_and_shows_no_button(browser: Browser, speaking_pages: Served) -> None:
    with talking(browser, speaking_pages, "browser", "browser", STUB, NO_RECOGNITION) as (page, _):
        expect(page.locator("#listen-press")).to_be_visible()
        expect(page.locator("#speak-press")).to_be_hidden()
        page.locator("#speech-drawer summary").click()
        expect(page.locator("#speech-drawer")).to_contain_text("This browser cannot turn speech into text.")
        page.goto("/settings", wait_until="load")
        expect(page.locator("#speech")).to_contain_text("This browser cannot turn speech into text.")


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_recording_becomes_text_in_the_box_and_the_reply_sound(
    browser: Browser, speaking_pages: Served, size: dict[str, int]
) -> None:
    with talking(browser, speaking_pages, "endpoint", "endpoint", viewport=size) as (page, asked):
        page.locator("#speak-press").click()
        expect(page.locator("#sounding .doing")).to_contain_text("Recording")
        assert_fits(page)
        page.wait_for_timeout(1500)
        page.locator("#speak-press").click()
        expect(page.locator(BOX)).to_have_value(HEARD)
        assert page.locator("#talk li.leader, #now li.leader").count() == 0
        page.keyboard.press("Enter")
        answered(page, 1)
        expect(page.locator("#sounding .doing")).to_contain_text("Reading aloud")
        expect(page.locator("#sounding")).to_be_hidden()
        expect(page.locator("#sound-word")).to_have_text("")
        assert (asked.count("heard"), asked.count("sound")) == (1, 1)


def test_a_recording_that_is_thrown_away_silent_or_refused_is_not_sent(
    browser: Browser, speaking_pages: Served
) -> None:
    with talking(browser, speaking_pages, "endpoint", "off") as (page, asked):
        page.locator("#speak-press").click()
        expect(page.locator("#sounding .doing")).to_contain_text("Recording")
        page.wait_for_timeout(700)
        page.keyboard.press("Escape")
        expect(page.locator("#sound-word")).to_have_text("Thrown away. Nothing was sent.")
        for script, says in ((SILENT, "Nothing was heard, so nothing was sent."), (REFUSED, "does not let the page")):
            page.evaluate(f"() => {{ {script} }}")
            page.locator("#speak-press").click()
            if script == SILENT:
                expect(page.locator("#sounding .doing")).to_contain_text("Recording")
                page.wait_for_timeout(1200)
                page.locator("#speak-press").click()
            expect(page.locator("#sound-word")).to_contain_text(says)
            expect(page.locator("#sounding")).to_be_hidden()
        assert "heard" not in asked


def test_a_recording_stops_by_itself_and_one_that_failed_can_be_tried_again(
    browser: Browser, speaking_pages: Served
) -> None:
    failing = {"status": 502, "json": {"error": "127.0.0.1 took too long to turn the recording into text."}}
    with talking(browser, speaking_pages, "endpoint", "off") as (page, _):
        page.route("**/speech", lambda route: route.fulfill(json={**route.fetch().json(), "longest": 1}))
        page.reload(wait_until="load")
        page.wait_for_selector("#speak-press:not([hidden])")
        page.route("**/heard?*", lambda route: route.fulfill(**failing), times=1)
        page.locator("#speak-press").click()
        expect(page.locator("#sound-word")).to_contain_text("took too long")
        expect(page.locator("#sounding .doing")).to_have_text("Your recording is still here.")
        page.get_by_role("button", name="Try it again").click()
        expect(page.locator(BOX)).to_have_value(HEARD)
        expect(page.locator("#sounding")).to_be_hidden()


def test_a_talk_that_left_the_role_is_not_read(browser: Browser, speaking_pages: Served) -> None:
    with talking(browser, speaking_pages, "off", "endpoint", STUB) as (page, asked):
        page.locator(BOX).fill("Are you thinking about suicide?")
        page.keyboard.press("Enter")
        expect(page.locator(".ended.left")).to_be_visible()
        page.wait_for_timeout(700)
        assert "sound" not in asked
        assert page.evaluate("window.spoken") == []
        assert page.locator("#talk [aria-live]").get_attribute("aria-live") == "polite"


def test_an_address_that_is_not_secure_is_named_as_the_reason(browser: Browser, speaking_pages: Served) -> None:
    insecure = "Object.defineProperty(window, 'isSecureContext', { value: false });"
    with talking(browser, speaking_pages, "endpoint", "off", insecure) as (page, _):
        expect(page.locator("#speech-drawer summary")).to_contain_text("not all of it works here")
        expect(page.locator("#speak-press")).to_be_hidden()
        page.locator("#speech-drawer summary").click()
        expect(page.locator("#speech-drawer")).to_contain_text("begins with https")
