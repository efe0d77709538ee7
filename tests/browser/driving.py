"""What a person does in the browser, and what is looked at each time."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request

WIDE = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 844}
BOX = "#box textarea"
LONG = 30_000
"""Milliseconds; a busy machine is no fault."""


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
