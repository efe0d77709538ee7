"""Seconds from the command to the first page, against the import of Gradio alone in the same minutes."""

import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import httpx

from tests.loopback.serving import served_pages

_TIMES = 5
_GOAL = 2.0


def start() -> list[str]:
    """Lines for a person."""
    pages, imports = [], []
    for _ in range(_TIMES):
        imports.append(_import_gradio())
        pages.append(_first_page())
    page, alone = median(pages), median(imports)
    more = f"first page {page:.2f} s, import gradio {alone:.2f} s: {page - alone:.2f} s more, ratio {page / alone:.2f}"
    return [f"{more}  (goal: at most {_GOAL:.0f} s more; medians of {_TIMES})"]


def _import_gradio() -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import gradio"], check=True)
    return time.perf_counter() - began


def _first_page() -> float:
    with TemporaryDirectory() as home:
        began = time.perf_counter()
        with served_pages(Path(home)) as served:
            httpx.get(f"{served.address}/", headers={"accept": "text/html"}, timeout=60).raise_for_status()
            return time.perf_counter() - began
