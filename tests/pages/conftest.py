"""A real browser for the pages. It is skipped where there is none, unless BROWSER_REQUIRED is set.

Debian has it as the packages chromium and chromium-driver.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

# No background traffic of the browser's own: what is left is the page's.
QUIET = (
    "headless", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-sync",
    "disable-background-networking", "disable-component-update", "hide-scrollbars",
)  # fmt: skip


class Browser:
    """Opens pages, and tells what they did."""

    def __init__(self, driver: webdriver.Chrome) -> None:
        self.driver = driver

    def open(self, path: Path, *, width: int = 1000, dark: bool = False) -> None:
        """Show a page in a window of `width` pixels."""
        self.driver.get("about:blank")
        self._log("browser"), self._log("performance")
        self._command(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 600},
        )
        scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self._command("Emulation.setEmulatedMedia", {"features": scheme})
        self.driver.get(path.as_uri())

    def follow_the_system(self) -> None:
        """Emulate no preferred scheme: an emulated one holds in frames, whatever they ask for."""
        self._command("Emulation.setEmulatedMedia", {"features": []})

    def complaints(self) -> list[str]:
        """What the page wrote to the console, errors of its own making included."""
        return [entry["message"] for entry in self._log("browser")]

    def requests(self) -> list[str]:
        """The addresses that the page asked for, other than its own and those inside it."""
        messages = [json.loads(entry["message"])["message"] for entry in self._log("performance")]
        sent = [m["params"] for m in messages if m["method"] == "Network.requestWillBeSent"]
        urls = [item["request"]["url"] for item in sent]
        own = self.driver.current_url
        return [url for url in urls if url != own and not url.startswith(("data:", "about:"))]

    def ask(self, script: str) -> Any:
        """The value of a JavaScript expression in the page."""
        return self.driver.execute_script(f"return {script}")

    def _command(self, name: str, options: Mapping[str, Any]) -> None:
        self.driver.execute_cdp_cmd(name, dict(options))

    def _log(self, kind: str) -> list[dict[str, Any]]:
        return self.driver.get_log(kind)


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One browser for all pages."""
    program, controller = shutil.which("chromium"), shutil.which("chromedriver")
    if program is None or controller is None:
        assert "BROWSER_REQUIRED" not in os.environ, "no chromium, or no chromedriver"
        pytest.skip("no chromium, or no chromedriver")
    options = Options()
    options.binary_location = program
    profile = tmp_path_factory.mktemp("profile")
    for flag in (*QUIET, f"user-data-dir={profile}"):
        options.add_argument(f"--{flag}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(controller))
    yield Browser(driver)
    driver.quit()
