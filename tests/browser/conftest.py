"""A real browser and a real server for the tests of this folder."""

import os
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.loopback.serving import Served, served_model, served_pages

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A microphone that beeps, and that a page may use without a question.
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
)


# Not for the session: Playwright keeps an event loop in this thread, and tests elsewhere run their own.
@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    """Chromium as Debian ships it; without it the tests are skipped, or fail where nothing may be skipped."""
    chromium = shutil.which("chromium")
    if chromium is None or find_spec("playwright") is None or find_spec("axe_playwright_python") is None:
        missing = "the browser tests need Debian's chromium and the extra [test]: apt-get install chromium"
        if os.environ.get("TESTS_SKIP_NOTHING"):
            pytest.fail(missing)
        pytest.skip(missing)
    from playwright.sync_api import expect, sync_playwright  # noqa: PLC0415 - not everybody has it

    from tests.browser.driving import LONG  # noqa: PLC0415 - needs the same

    expect.set_options(timeout=LONG)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=list(_QUIET))
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The program with the built-in employee."""
    with served_pages(tmp_path_factory.mktemp("home")) as served:
        yield served


@pytest.fixture
def slow_pages(tmp_path: Path) -> Iterator[Served]:
    """The program with a model that thinks for seven seconds and then speaks slowly."""
    with served_model(0.05, 7.0) as model, served_pages(tmp_path, model) as served:
        yield served
