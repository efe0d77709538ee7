"""Reload, a second press, a dead server, a stranger: what was typed stays, and one press is one line."""

import re

import pytest

pytest.importorskip("playwright.sync_api", reason="the browser tests need the extra [test]")

from playwright.sync_api import Browser, expect

from tests.browser.driving import BOX, answered, assert_accessible, drawn, person, said, say, sit_down
from tests.loopback.serving import Served

pytestmark = pytest.mark.browser

HOSTILE = "<img src=x onerror=\"document.title='caught'\"> ${alert(1)} {{value}} <b>bold</b> [not a gesture]"


def test_words_that_were_not_said_survive_a_reload(browser: Browser, pages: Served) -> None:
    with person(browser, pages.address) as page:
        sit_down(page)
        say(page, "Good morning, Paula.")
        page.locator(BOX).press_sequentially("I had begun to say")
        page.reload(wait_until="load")
        drawn(page)
        expect(page.locator(BOX)).to_have_value("I had begun to say")
        assert said(page) == 1


def test_a_line_pressed_twice_is_said_once(browser: Browser, pages: Served) -> None:
    with person(browser, pages.address) as page:
        sit_down(page)
        page.locator(BOX).fill("How was the week?")
        page.evaluate("() => { const b = document.querySelector('#send'); b.click(); b.click(); b.click(); }")
        answered(page, 1)
        page.wait_for_timeout(1500)
        assert said(page) == 1
        assert page.locator(BOX).input_value() == ""
        page.reload(wait_until="load")
        drawn(page)
        assert said(page) == 1


def test_enter_says_it_and_shift_enter_makes_a_new_line(browser: Browser, pages: Served) -> None:
    with person(browser, pages.address) as page:
        sit_down(page)
        page.locator(BOX).press_sequentially("One")
        page.keyboard.press("Shift+Enter")
        page.keyboard.type("two")
        page.keyboard.press("Enter")
        answered(page, 1)
        expect(page.locator("#talk li.leader .text")).to_have_text(re.compile("One\ntwo"))


def test_an_empty_box_says_nothing(browser: Browser, pages: Served) -> None:
    with person(browser, pages.address) as page:
        sit_down(page)
        page.locator("#send").click()
        expect(page.locator("#told")).to_contain_text("Nothing is written yet")
        assert said(page) == 0


def test_what_is_typed_is_shown_as_text_and_never_run(browser: Browser, pages: Served) -> None:
    with person(browser, pages.address) as page:
        sit_down(page)
        say(page, HOSTILE)
        assert page.locator("#talk li.leader .text").inner_text() == HOSTILE
        page.reload(wait_until="load")
        drawn(page)
        assert page.locator("#talk li.leader .text").inner_text() == HOSTILE
        assert page.locator("#talk img, #talk b").count() == 0
        assert page.title() == "Paula · Partnering Practice"


def test_after_a_reply_the_keyboard_is_in_the_box_and_the_reply_was_announced_once(
    browser: Browser, pages: Served
) -> None:
    with person(browser, pages.address) as page:
        sit_down(page)
        page.evaluate("""() => {
            window.announced = [];
            new MutationObserver(() => {
                const text = document.querySelector('#talk [role=status]')?.textContent.trim();
                if (text && text !== announced.at(-1)) announced.push(text);
            }).observe(document.querySelector('#talk'), { subtree: true, childList: true, characterData: true });
        }""")
        page.locator(BOX).fill("How was the week?")
        page.locator("#send").click()
        answered(page, 1)
        page.wait_for_timeout(500)
        announced = page.evaluate("window.announced")
        assert len(announced) == 1
        assert announced[0].startswith("Paula: ")
        assert page.evaluate("document.activeElement.closest('#box') !== null")


def test_somebody_elses_rehearsal_is_not_there(browser: Browser, pages: Served) -> None:
    with person(browser, pages.address) as page:
        sit_down(page)
        say(page, "Between these four walls.")
        address = page.url
        with person(browser, pages.address) as stranger:
            stranger.goto(address, wait_until="load")
            expect(stranger.get_by_role("heading", name="There is no such rehearsal here")).to_be_visible()
            assert "four walls" not in stranger.content()
            expect(stranger.locator("#composer")).to_be_hidden()
            assert_accessible(stranger)
            stranger.get_by_role("link", name="To the start page").click()
            stranger.wait_for_url(f"{pages.address}/")


def test_a_slow_reply_says_so_and_is_finished_after_a_reload(browser: Browser, slow_pages: Served) -> None:
    with person(browser, slow_pages.address) as page:
        sit_down(page)
        page.locator(BOX).fill("How was the week?")
        page.keyboard.press("Enter")
        expect(page.locator("#now .thinking")).to_be_visible()
        expect(page.locator(BOX)).to_have_value("")
        # The box never locks: the next thought can be written, and stays.
        page.keyboard.type("And then")
        page.keyboard.press("Enter")
        expect(page.locator("#told")).to_contain_text("still on its way")
        expect(page.locator(BOX)).to_have_value("And then")
        expect(page.locator("#now")).to_contain_text("She is taking her time.")
        page.reload(wait_until="load")
        drawn(page)
        expect(page.locator("#now li.leader, #talk li.leader")).to_have_count(1)
        answered(page, 1)
        expect(page.locator("#talk")).to_contain_text("It has been a long week.")
        expect(page.locator(BOX)).to_have_value("And then")


def test_a_server_that_dies_and_comes_back_costs_no_word(browser: Browser, slow_pages: Served) -> None:
    with person(browser, slow_pages.address) as page:
        sit_down(page)
        page.locator(BOX).fill("How was the week?")
        page.keyboard.press("Enter")
        expect(page.locator("#now .thinking")).to_be_visible()
        slow_pages.kill()
        page.locator(BOX).press_sequentially("I am still here")
        expect(page.locator("#lost p")).to_be_visible()
        slow_pages.start()
        expect(page.locator("#lost p")).to_be_hidden()
        drawn(page)
        expect(page.locator(BOX)).to_have_value("I am still here")
        answered(page, 1)
        expect(page.locator("#talk")).to_contain_text("It has been a long week.")
        assert said(page) == 1
