"""From the start page through eight turns to the downloaded debrief, as a person walks it."""

import json
from typing import Any

import pytest

pytest.importorskip("playwright.sync_api", reason="the browser tests need the extra [test]")

from playwright.sync_api import Browser, Page, expect

from tests.browser.driving import (
    BOX,
    PHONE,
    WIDE,
    assert_accessible,
    assert_fits,
    drawn,
    person,
    say,
    sit_down,
    to_debrief,
)
from tests.loopback.serving import Served

pytestmark = pytest.mark.browser

LINES = (
    "Hi Paula. Thank you for making the time today.",
    "I know there's lots going on in your life. I'm willing to take some stuff off your plate.",
    "I went straight to a fix. Can we rewind? I would rather hear from you first.",
    "What's most important for you at work?",
    "So the days are long and little of it is yours. Have I got that right?",
    "I need something honest to tell my VP, and I don't want to lose you before I understand.",
    "What would you like to try first?",
    "Could you write down two ideas by Thursday, and shall we look at them together on Friday at ten?",
)


def _look_over(page: Any) -> None:
    assert_accessible(page)
    assert_fits(page)


def _rate_oneself(page: Page) -> None:
    """Mark two lines, one of them by the keyboard; both are there after a reload, and stand in the debrief."""
    page.wait_for_url("**/rate/*")
    _look_over(page)
    kept = page.locator("#kept")
    with page.expect_response("**/mark"):
        page.locator("#line-2").get_by_label("I took it").check(force=True)
    expect(kept).to_have_text(f"1 of {len(LINES)} marked")
    page.locator("#line-4 input[value='']").focus()
    with page.expect_response("**/mark"):
        page.keyboard.press("ArrowRight")
    expect(kept).to_have_text(f"2 of {len(LINES)} marked")
    page.reload(wait_until="load")
    expect(page.locator("#line-2").get_by_label("I took it")).to_be_checked()
    expect(page.locator("#line-4").get_by_label("fine", exact=True)).to_be_checked()
    expect(kept).to_have_text(f"2 of {len(LINES)} marked")
    first, second = (page.get_by_role("button", name=name).bounding_box() for name in ("To the debrief", "Skip this"))
    assert first
    assert second
    assert (round(first["width"]), round(first["height"])) == (round(second["width"]), round(second["height"]))
    page.get_by_role("button", name="To the debrief").click()
    page.wait_for_url("**/debrief/*")
    expect(page.get_by_role("heading", name="How you saw it yourself")).to_be_visible()
    expect(page.locator(".own")).to_have_count(2)


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_leader_goes_from_the_start_page_to_the_downloaded_debrief(
    browser: Browser, pages: Served, size: dict[str, int]
) -> None:
    with person(browser, pages.address, viewport=size) as page:
        _look_over(page)
        page.goto("/settings", wait_until="load")
        _look_over(page)
        page.goto("/brief/paula-first-meeting", wait_until="load")
        _look_over(page)
        page.goto("/", wait_until="load")

        sit_down(page)
        _look_over(page)
        for line in LINES[:4]:
            assert say(page, line)
        before = page.locator("#talk ol").inner_text()

        page.reload(wait_until="load")
        drawn(page)
        assert page.locator("#talk ol").inner_text() == before

        other = page.context.new_page()
        other.goto(page.url, wait_until="load")
        drawn(other)
        assert other.locator("#talk ol").inner_text() == before
        assert say(other, LINES[4])
        other.close()

        # The first tab has not heard of the fifth line: it is told so, and nothing written in it is lost.
        page.locator(BOX).fill(LINES[5])
        page.keyboard.press("Enter")
        expect(page.locator("#told")).to_contain_text("another tab")
        assert page.locator(BOX).input_value() == LINES[5]
        expect(page.locator("#talk li.leader")).to_have_count(5)
        for line in LINES[5:]:
            assert say(page, line)

        page.locator("#hints-on input").check()
        expect(page.locator("#hint .question")).to_contain_text("?")
        first = page.locator("#hint .question").inner_text()
        page.locator("#other-hint").click()
        expect(page.locator("#hint .question")).not_to_have_text(first)
        page.get_by_text("The brief again").click()
        expect(page.get_by_text("What you have seen")).to_be_visible()
        _look_over(page)

        page.locator("#ending summary").click()
        assert_accessible(page)
        page.get_by_role("button", name="Yes, end it").click()
        _rate_oneself(page)
        _look_over(page)
        assert [line for line in LINES if line not in page.locator("main").inner_text()] == []

        with page.expect_download() as markdown:
            page.get_by_role("link", name="Markdown").click()
        assert LINES[3] in markdown.value.path().read_text(encoding="utf-8")
        with page.expect_download() as exported:
            page.get_by_role("link", name="JSON").click()
        assert "schema_version" in json.loads(exported.value.path().read_text(encoding="utf-8"))


def test_a_conversation_that_has_ended_can_be_read_and_not_gone_on_with(browser: Browser, pages: Served) -> None:
    with person(browser, pages.address) as page:
        sit_down(page)
        say(page, LINES[0])
        address = page.url
        page.locator("#ending summary").click()
        page.get_by_role("button", name="Yes, end it").click()
        to_debrief(page)
        page.goto(address, wait_until="load")
        expect(page.get_by_role("link", name="Read the debrief")).to_be_visible()
        expect(page.locator("#talk li.leader")).to_have_count(1)
        expect(page.locator("#composer")).to_be_hidden()
        _look_over(page)
