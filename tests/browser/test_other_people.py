"""Four other people, more and less guarded, each from the brief through eight good turns to the debrief."""

import os
from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api", reason="the browser tests need the extra [test]")

from playwright.sync_api import Browser, expect

from simulator.library.leaders import load_leaders
from simulator.library.scenarios import load_scenario
from tests.browser.driving import PHONE, WIDE, assert_accessible, assert_fits, drawn, person, say, to_debrief
from tests.loopback.serving import Served

pytestmark = pytest.mark.browser

PEOPLE = (
    ("running-on-fumes", "closed", WIDE),
    ("three-oclock", "guarded", PHONE),
    ("minute-nine", "open", WIDE),
    ("the-poster-on-the-wall", "guarded", PHONE),
)


@pytest.mark.parametrize(("name", "guardedness", "size"), PEOPLE, ids=[name for name, *_ in PEOPLE])
def test_a_whole_rehearsal_with_somebody_else(
    browser: Browser, pages: Served, name: str, guardedness: str, size: dict[str, int], tmp_path: Path
) -> None:
    scenario, lines = load_scenario(name), load_leaders(name).partnering[0].lines[:8]
    who = scenario.persona.name
    with person(browser, pages.address, viewport=size) as page:
        page.goto(f"/brief/{name}", wait_until="load")
        assert_accessible(page)
        assert_fits(page)
        page.locator(f"input[name=guardedness][value='{guardedness}']").check(force=True)
        page.get_by_role("button", name=f"Sit down with {who}").click()
        drawn(page)
        replies = [say(page, line) for line in lines]
        assert len(set(replies)) == len(lines), "a line was said twice"
        assert_fits(page)
        page.evaluate("document.querySelector(\"form[action*='/end']\").submit()")
        to_debrief(page)
        expect(page.get_by_role("heading", name=f"How {who} might tell it")).to_be_visible()
        expect(page.get_by_role("heading", name=f"What {who} held")).to_be_visible()
        expect(page.get_by_role("link", name=f"Meet {who} again, two weeks later")).to_be_visible()
        opened = page.locator("#held ~ ul.held li:not(.closed)").count()
        assert opened > 0 or guardedness == "closed", "eight good turns opened nothing"
        assert_accessible(page)
        assert_fits(page)
        page.screenshot(path=Path(os.environ.get("PICTURES", tmp_path)) / f"{name}.png", full_page=True)
