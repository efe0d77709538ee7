"""Three people who have never seen the program walk through the whole of it; who they are stands in walks.md."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright.sync_api", reason="the browser tests need the extra [test]")

from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.driving import (
    BOX,
    PHONE,
    WIDE,
    answered,
    assert_accessible,
    assert_fits,
    assert_readable,
    complaints,
    drawn,
    person,
    reach,
    say_still,
    to_debrief,
)
from tests.loopback.serving import Served
from tests.loopback.tunnel import Tunnel, tunnel

pytestmark = pytest.mark.browser

DESCRIBED = {
    "#called": "Mara",
    "#role": "shift lead",
    "#me": "Jo",
    "#needs": "The early shift has to know what is broken before it starts",
    "#fixed": "The early shift starts at six",
    "#theirs": "How the end of the late shift is run",
    "#strength": "Held the line together when two were ill in October",
    "#guess1": "I never get to the notes because the last hour is the worst one",
    "#guess2": "I asked for a second person at ten and nobody answered",
}
SEEN = "The handover note was missing three times this month"
TO_MARA = (
    "Hi Mara, thanks for taking the time. I want to talk about the handovers.",
    "The note was missing three times, and the early shift rang me.",
    "What gets in the way for you at handover?",
    "Look, just write the notes. It's five minutes.",
    "Sorry, that was too quick. What were you about to say?",
    "So the last hour is the worst and the notes come last. Is that right?",
    "The early shift has to know what is broken. What do you see?",
    "Would you try that until Friday, and we look at it on Friday at two?",
)
ANOTHER_WAY = "The notes matter to me, and the last hour is full. What would have to change?"

ON_THE_TRAIN = (
    "Hi Amara. Have you got a moment?",
    "Please stop the midnight mails.",
    "Sorry, that was an order. What is it?",
    "So it is your only quiet hour?",
    "What would have to give, for you?",
    "What could you try until Friday?",
)
NARROWEST, WIDEST = 390, 1600
SLOW_LINE = {"offline": False, "latency": 80, "downloadThroughput": 400_000, "uploadThroughput": 100_000}

BY_KEYBOARD = (
    "Hi Paula. Thank you for making the time.",
    "What has the last month been like for you?",
    "You seem tired. I'll take the reporting off you.",
    "Wait, I decided that over your head. What would you want to keep?",
    "I need to know by Friday what I can promise. What do you need for that?",
    "Shall we each write down one idea and meet on Thursday at ten?",
)


@dataclass
class Walk:
    """Somebody on their way; what each page looked like is kept."""

    page: Page
    pictures: Path
    complaints: list[str] = field(default_factory=list)
    steps: int = 0

    def look(self, name: str, *, whole: bool = True) -> None:
        """Take a picture, and assert that the page can be used by everybody, on a phone and on a wide screen too."""
        self.steps += 1
        self.page.wait_for_load_state("load")
        self.page.screenshot(path=self.pictures / f"{self.steps:02}-{name}.png", full_page=whole)
        assert_readable(self.page)
        assert_accessible(self.page)
        size = self.page.viewport_size
        assert size is not None
        for width in (NARROWEST, size["width"], WIDEST):
            self.page.set_viewport_size(ViewportSize(width=width, height=size["height"]))
            assert_fits(self.page)
        self.page.set_viewport_size(size)


@contextmanager
def walking(browser: Browser, address: str, pictures: Path, **wishes: Any) -> Iterator[Walk]:
    """A person on the start page, in whose console there is nothing at the end."""
    folder = Path(os.environ.get("PICTURES", pictures)) / pictures.name
    folder.mkdir(parents=True, exist_ok=True)
    with person(browser, address, **wishes) as page:
        walk = Walk(page, folder, complaints(page.context))
        yield walk
        assert walk.complaints == []


def _end(page: Page) -> None:
    page.locator("#ending summary").click()
    page.get_by_role("button", name="Yes, end it").click()


def test_a_leader_tonight_rehearses_a_talk_of_their_own(browser: Browser, pages: Served, tmp_path: Path) -> None:
    with walking(browser, pages.address, tmp_path, color_scheme="light") as walk:
        page = walk.page
        _describe(walk)
        page.get_by_role("link", name="Rehearse with Mara").click()
        expect(page.get_by_text(SEEN).first).to_be_visible()
        page.locator("input[name=energy][value='3']").check(force=True)
        walk.look("brief")
        page.get_by_role("button", name="Sit down with Mara").click()
        drawn(page)
        for line in TO_MARA:
            assert say_still(page, line)
        walk.look("talk", whole=False)
        _end(page)
        _mark_two_lines(walk)
        debrief = page.url
        page.set_viewport_size({"width": WIDEST, "height": 1000})
        walk.look("debrief")
        page.set_viewport_size(ViewportSize(width=WIDE["width"], height=WIDE["height"]))
        _say_line_four_another_way(walk)
        _take_along(walk, debrief)
        page.goto("/", wait_until="load")
        expect(page.get_by_text("Line 4, another way")).to_be_visible()
        walk.look("next-day")


def _describe(walk: Walk) -> None:
    """The talk with Mara; what could be seen is forgotten at first."""
    page = walk.page
    page.get_by_role("link", name="Your own situation").click()
    for place, words in DESCRIBED.items():
        page.locator(place).fill(words)
    for choice in ("pronouns", "kind", "manner"):
        page.locator(f"input[name={choice}]").first.check(force=True)
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator("#visible")).to_be_focused()
    page.locator("#visible").fill(SEEN)
    walk.look("described")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("heading", name="Your talk with Mara")).to_be_visible()
    walk.look("situation")


def _mark_two_lines(walk: Walk) -> None:
    page = walk.page
    page.wait_for_url("**/rate/*")
    for line, word in ((3, "I asked"), (4, "I pressed")):
        with page.expect_response("**/mark"):
            page.locator(f"#line-{line}").get_by_label(word).check(force=True)
    walk.look("rate")
    page.get_by_role("button", name="To the debrief").click()
    page.wait_for_url("**/debrief/*")
    expect(page.get_by_text("You marked “I pressed”.")).to_be_visible()


def _say_line_four_another_way(walk: Walk) -> None:
    page = walk.page
    page.locator(".turn.leader").nth(3).get_by_role("button", name="Try another line here").click()
    drawn(page)
    expect(page.locator(BOX)).to_have_value(TO_MARA[3])
    expect(page.get_by_text("You are back before line 4.")).to_be_visible()
    assert say_still(page, ANOTHER_WAY)
    _end(page)
    to_debrief(page)
    page.get_by_role("link", name="See the two side by side").click()
    expect(page.get_by_role("heading", name="Your talk with Mara, two ways")).to_be_visible()
    for words in (TO_MARA[3], ANOTHER_WAY):
        expect(page.locator("main")).to_contain_text(words)
    walk.look("side-by-side")


def _take_along(walk: Walk, debrief: str) -> None:
    """The card for the real talk, filled in, and the page for before the meeting."""
    page = walk.page
    page.goto(debrief, wait_until="load")
    page.get_by_role("link", name="Plan the real talk on a card").click()
    page.locator("#ask").fill("What would help you most in the last hour?")
    page.get_by_role("button", name="Keep the card").click()
    expect(page.get_by_text("What would help you most in the last hour?")).to_be_visible()
    walk.look("card")
    with page.expect_download() as card:
        page.get_by_role("link", name="As PDF").click()
    page.goto(debrief, wait_until="load")
    with page.expect_download() as before:
        page.get_by_role("link", name="One page before the real meeting").click()
    for paper in (card, before):
        assert paper.value.path().read_bytes().startswith(b"%PDF-")


def test_on_the_train_the_line_is_lost_and_no_word_with_it(browser: Browser, pages: Served, tmp_path: Path) -> None:
    on_a_phone = {"viewport": PHONE, "color_scheme": "dark", "has_touch": True, "is_mobile": True}
    with tunnel(pages.port) as line, walking(browser, line.address, tmp_path, **on_a_phone) as walk:
        page = walk.page
        _slow(page)
        page.get_by_role("link", name="Running on fumes").first.tap()
        page.wait_for_url("**/brief/*")
        walk.look("brief")
        page.get_by_role("button", name="Sit down with Amara").tap()
        drawn(page)
        for words in ON_THE_TRAIN[:2]:
            assert say_still(page, words)
        walk.look("talk", whole=False)
        _into_the_tunnel(walk, line)
        for words in ON_THE_TRAIN[3:5]:
            assert say_still(page, words)
        _open_again(walk)
        page = walk.page
        assert say_still(page, ON_THE_TRAIN[5])
        page.locator("#ending summary").tap()
        walk.look("ending", whole=False)
        page.get_by_role("button", name="Yes, end it").tap()
        to_debrief(page)
        expect(page.get_by_text("How you saw it yourself")).to_be_hidden()
        walk.look("debrief")
        _three_drills(walk)
        page.get_by_role("link", name="Progress").tap()
        expect(page.get_by_text("Too few yet").first).to_be_visible()
        walk.look("progress")


def _slow(page: Page) -> None:
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW_LINE)


def _into_the_tunnel(walk: Walk, line: Tunnel) -> None:
    """Lose the line in the middle of the third reply, write on, and come out again."""
    page = walk.page
    page.locator(BOX).fill(ON_THE_TRAIN[2])
    page.locator("#send").tap()
    page.wait_for_selector("#now li.employee")
    line.lose()
    page.locator(BOX).press_sequentially("I am in a tunnel")
    expect(page.locator("#lost p")).to_be_visible()
    page.screenshot(path=walk.pictures / "tunnel.png")
    with page.expect_event("load"):
        line.find()
    drawn(page)
    answered(page, 3)
    expect(page.locator(BOX)).to_have_value("I am in a tunnel")
    expect(page.locator("#lost p")).to_be_hidden()
    others = [one for one in walk.complaints if "net::" not in one and "network" not in one and "onnection" not in one]
    assert others == [], "the console says more than that the line was lost"
    walk.complaints.clear()


def _open_again(walk: Walk) -> None:
    """Close the app with half a line in the box, open it, and go on."""
    with walk.page.expect_response("**/draft?*"):
        walk.page.locator(BOX).fill("What could you")
    walk.page.close()
    walk.page = page = walk.page.context.new_page()
    _slow(page)
    page.goto("/", wait_until="load")
    walk.look("opened-again")
    page.get_by_role("link", name="Continue with Amara").tap()
    drawn(page)
    expect(page.locator(BOX)).to_have_value("What could you")


def _three_drills(walk: Walk) -> None:
    page = walk.page
    page.get_by_role("link", name="Drills").tap()
    walk.look("drills")
    page.get_by_role("button", name="Begin ten minutes").tap()
    for done in range(3):
        expect(page.locator(".clock")).to_contain_text(f"{done} card")
        expect(page.locator("button.option, #given").first).to_be_visible()
        if done == 0:
            walk.look("card")
        if page.locator("#given").count():
            page.locator("#given").fill("What would help you most with that?")
            page.get_by_role("button", name="See how it reads").tap()
        else:
            page.locator("button.option").first.tap()
        expect(page.locator("#verdict")).to_be_focused()
        page.locator("#next").tap()
    page.get_by_role("link", name="Stop here").tap()
    expect(page.get_by_text("3 cards done")).to_be_visible()


def test_by_keyboard_alone_from_the_start_page_until_everything_is_deleted(
    browser: Browser, pages: Served, tmp_path: Path
) -> None:
    with walking(browser, pages.address, tmp_path, reduced_motion="reduce", color_scheme="dark") as walk:
        page, press = walk.page, walk.page.keyboard.press
        reach(page, page.get_by_role("link", name="Skip to the page"))
        press("Enter")
        reach(page, page.get_by_role("link", name="Paula and Ziad, first meeting"))
        press("Enter")
        page.wait_for_url("**/brief/*")
        reach(page, page.locator("input[name=q1][value='']"))
        press("ArrowLeft")
        expect(page.locator("input[name=q1][value='3']")).to_be_checked()
        expect(page.locator("#sum")).to_contain_text("Answer all three")
        reach(page, page.get_by_role("button", name="Sit down with Paula"))
        walk.look("brief")
        press("Enter")
        drawn(page)
        _talk_by_keyboard(walk)
        _mark_and_read_by_keyboard(walk)
        reach(page, page.get_by_role("link", name="Past talks"), "Shift+Tab")
        press("Enter")
        _past_talks_by_keyboard(walk)
        _delete_everything_by_keyboard(walk)


def _talk_by_keyboard(walk: Walk) -> None:
    """Six lines, hints after the third, the end on second thought."""
    page, press = walk.page, walk.page.keyboard.press
    for number, words in enumerate(BY_KEYBOARD, start=1):
        page.keyboard.type(words)
        press("Enter")
        answered(page, number)
        expect(page.locator(BOX)).to_be_focused()
        expect(page.locator("#talk [role=status]")).to_contain_text("Paula: ")
        if number == len(BY_KEYBOARD) // 2:
            reach(page, page.locator("#hints-on input"), "Shift+Tab")
            press("Space")
            expect(page.locator("#hint .question")).to_have_attribute("role", "status")
            reach(page, page.locator(BOX))
    walk.look("talk", whole=False)
    yes, end = page.get_by_role("button", name="Yes, end it"), page.locator("#ending summary")
    reach(page, end)
    press("Enter")
    expect(yes).to_be_visible()
    press("Escape")
    expect(yes).to_be_hidden()
    expect(end).to_be_focused()
    press("Enter")
    reach(page, yes)
    press("Enter")


def _mark_and_read_by_keyboard(walk: Walk) -> None:
    page, press = walk.page, walk.page.keyboard.press
    page.wait_for_url("**/rate/*")
    reach(page, page.locator("#line-1 input[value='']"))
    with page.expect_response("**/mark"):
        press("ArrowRight")
    expect(page.locator("#kept")).to_have_text(f"1 of {len(BY_KEYBOARD)} marked")
    walk.look("rate", whole=False)
    reach(page, page.get_by_role("button", name="To the debrief"))
    press("Enter")
    page.wait_for_url("**/debrief/*")
    reach(page, page.locator(".reasons summary").first)
    press("Enter")
    expect(page.locator(".reasons dl").first).to_be_visible()
    walk.look("debrief")


def _past_talks_by_keyboard(walk: Walk) -> None:
    page, press = walk.page, walk.page.keyboard.press
    page.wait_for_url("**/talks")
    reach(page, page.locator("#q"))
    page.keyboard.type("tired")
    press("Enter")
    expect(page.locator("mark.sought").first).to_have_text("tired")
    walk.look("found")
    reach(page, page.locator(".past summary"))
    press("Enter")
    press("Tab")
    page.keyboard.type("The honest try")
    press("Enter")
    expect(page.get_by_role("heading", name="The honest try")).to_be_visible()
    reach(page, page.get_by_role("link", name="Delete The honest try"))
    press("Enter")
    page.wait_for_url("**/delete?*")
    walk.look("delete")
    reach(page, page.get_by_role("button", name="Delete it for good"))
    press("Enter")
    expect(page.get_by_text("It is deleted.")).to_be_visible()
    walk.look("deleted")


def _delete_everything_by_keyboard(walk: Walk) -> None:
    """Begin one more talk, take all along, and delete it."""
    page, press = walk.page, walk.page.keyboard.press
    page.goto("/brief/minute-nine", wait_until="load")
    reach(page, page.get_by_role("button", name="Sit down with Sana"))
    press("Enter")
    drawn(page)
    page.keyboard.type("Hello Sana.")
    press("Enter")
    answered(page, 1)
    reach(page, page.get_by_role("link", name="Settings"), "Shift+Tab")
    press("Enter")
    page.wait_for_url("**/settings")
    walk.look("settings")
    reach(page, page.get_by_role("link", name="Export all"))
    with page.expect_download() as everything:
        press("Enter")
    assert everything.value.path().read_bytes().startswith(b"PK")
    reach(page, page.get_by_role("link", name="Delete everything"))
    press("Enter")
    page.wait_for_url("**/your-data/delete")
    reach(page, page.locator("#word"))
    page.keyboard.type("delete")
    press("Enter")
    expect(page.get_by_role("heading", name="It is gone")).to_be_visible()
    walk.look("gone")
