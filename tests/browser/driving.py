"""What a person does in the browser, and what is looked at each time."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request

WIDE = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 844}
BOX = "#box textarea"
LONG = 30_000
"""Milliseconds; a busy machine is no fault."""

_WATCH = """() => {
    window.seen = [];
    const watch = () => {
        if (!window.seen) return;
        const box = document.querySelector('#composer').getBoundingClientRect();
        window.seen.push({
            foot: Math.round(box.bottom),
            lines: [...document.querySelectorAll('#talk li.turn, #now li.turn')]
                .map((line) => Math.round(line.getBoundingClientRect().top + scrollY)),
        });
        requestAnimationFrame(watch);
    };
    watch();
}"""
_FOCUS = """() => {
    const at = document.activeElement;
    if (!at || at === document.body) return '';
    const ringed = (one) => one && getComputedStyle(one).outlineStyle !== 'none'
        && parseFloat(getComputedStyle(one).outlineWidth) >= 2;
    // The marks and levels are drawn beside the round button they belong to.
    if (!ringed(at) && !ringed(at.nextElementSibling)) return 'has no ring';
    const place = at.getBoundingClientRect();
    if (place.bottom < 1 || place.top > innerHeight - 1) return 'is out of sight';
    const over = document.elementFromPoint(place.left + place.width / 2,
        Math.min(Math.max(place.top + place.height / 2, 1), innerHeight - 1));
    const own = over && (at.contains(over) || over.contains(at) || at.parentElement.contains(over));
    return own ? '' : `lies under ${over?.outerHTML.slice(0, 80)}`;
}"""


@contextmanager
def person(browser: Browser, address: str, **wishes: Any) -> Iterator[Page]:
    """A browser of somebody's own, on the start page; at the end nothing may have left this machine or failed."""
    context = browser.new_context(base_url=address, accept_downloads=True, **{"viewport": WIDE, **wishes})
    context.set_default_timeout(LONG)
    outside: list[str] = []
    broken: list[str] = []

    def look(request: Request) -> None:
        if not request.url.startswith((f"{address}/", "data:", "blob:")):
            outside.append(request.url)

    context.on("request", look)
    context.on("weberror", lambda error: broken.append(str(error.error)))
    page = context.new_page()
    page.goto("/", wait_until="load")
    yield page
    context.close()
    assert not outside, "a request left this machine"
    assert not broken, "a script of the page failed"


def sit_down(page: Page, energy: int = 6) -> None:
    """From the start page to the conversation with Paula."""
    page.get_by_role("link", name="Paula and Ziad, first meeting").first.click()
    page.locator(f"input[name=energy][value='{energy}']").check(force=True)
    page.get_by_role("button", name="Sit down with Paula").click()
    drawn(page)


def drawn(page: Page) -> None:
    """Wait until the conversation stands there and the box has what was kept of it."""
    page.wait_for_selector("#talk ol")
    page.wait_for_function("document.activeElement?.closest('#box') !== null")


def said(page: Page) -> int:
    """Lines of the leader in the finished conversation."""
    return page.locator("#talk li.leader").count()


def say(page: Page, text: str) -> str:
    """Say a line by the keyboard; return the reply."""
    number = said(page) + 1
    page.locator(BOX).fill(text)
    page.keyboard.press("Enter")
    answered(page, number)
    return page.locator("#talk li.employee .text").last.inner_text()


def answered(page: Page, number: int) -> None:
    """Wait until that many lines have their reply."""
    page.wait_for_function(f"document.querySelectorAll('#talk li.leader').length === {number}")


def to_debrief(page: Page) -> None:
    """From the page that asks for one's own view to the debrief, without giving one."""
    page.wait_for_url("**/rate/*")
    page.get_by_role("button", name="Skip this").click()
    page.wait_for_url("**/debrief/*")


def assert_accessible(page: Page) -> None:
    """Axe finds nothing serious or critical on the page as it stands."""
    found = Axe().run(page).response["violations"]
    grave = [
        f"{one['impact']} {one['id']}: {one['nodes'][0]['target']} {one['nodes'][0]['failureSummary']}"
        for one in found
        if one["impact"] in {"serious", "critical"}
    ]
    assert not grave, f"{page.url}\n" + "\n".join(grave)


def assert_fits(page: Page) -> None:
    """Nothing has to be scrolled sideways."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} is {wide} px too wide"


def rehearsal_of(page: Page) -> str:
    """The id in the address."""
    found = re.search(r"r=([0-9a-f]+)", page.url)
    assert found, page.url
    return found.group(1)


def say_still(page: Page, text: str) -> str:
    """Say a line, and assert that nothing above the reply and not the box moves while it comes; return the reply."""
    page.evaluate(_WATCH)
    reply = say(page, text)
    page.wait_for_timeout(400)
    seen = page.evaluate("() => { const seen = window.seen; window.seen = null; return seen; }")
    first: dict[int, int] = {}
    moved = {
        f"line {number} by {top - first[number]} px"
        for frame in seen
        for number, top in enumerate(frame["lines"])
        if abs(first.setdefault(number, top) - top) > 1
    }
    assert not moved, f"moved while the reply to “{text}” came: {sorted(moved)}"
    feet = {frame["foot"] for frame in seen}
    assert max(feet) - min(feet) <= 1, f"the box jumped: {sorted(feet)}"
    return reply


def reach(page: Page, target: Locator, key: str = "Tab", most: int = 150) -> None:
    """Press a key until the target has the keyboard. All that has it on the way is to be seen, with a ring."""
    for _ in range(most):
        page.keyboard.press(key)
        wrong = page.evaluate(_FOCUS)
        where = page.evaluate("document.activeElement.outerHTML.slice(0, 120)") if wrong else ""
        assert not wrong, f"{page.url}: {where} {wrong}"
        if target.evaluate("(one) => one === document.activeElement"):
            return
    raise AssertionError(f"{page.url}: {target} was not reached by {most} times {key}")


def assert_readable(page: Page) -> None:
    """A page as it is read out: one main heading, none skipped on the way down, a title, a language."""
    levels = page.evaluate(
        "[...document.querySelectorAll('h1, h2, h3, h4')].filter((one) => one.checkVisibility())"
        ".map((one) => Number(one.tagName[1]))"
    )
    assert levels.count(1) == 1, f"{page.url}: main headings: {levels.count(1)}"
    assert all(after - before <= 1 for before, after in pairwise(levels)), f"{page.url}: headings {levels}"
    assert "Partnering Practice" in page.title()
    assert page.locator("html").get_attribute("lang") == "en"


def complaints(context: BrowserContext) -> list[str]:
    """What the console of the browser says from now on is wrong."""
    said: list[str] = []
    context.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    return said
