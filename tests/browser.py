"""A real Chromium, driven by Playwright: both are there after `make browser`."""

import importlib.util
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
THERE = bool(CHROMIUM and importlib.util.find_spec("playwright"))
MISSING = "needs Chromium and Playwright: `make browser`"
_SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@contextmanager
def browser() -> Iterator[Any]:
    """A browser without a window, which asks no address but those that it is told to open."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=_SWITCHES)
        try:
            yield chromium
        finally:
            chromium.close()
