"""The whole documentation site, with DOCUMENTS=all: it builds, links lead on, it can be read."""

from __future__ import annotations

import html
import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).parents[2]
LESSONS = sorted(path.parent.name for path in ROOT.glob("exercises/exercise*/README.md"))
READ = (
    "index.html", "docs/api.html", "docs/threat-model.html", "docs/gallery.html",
    "docs/for-instructors.html", *(f"exercises/{name}/README.html" for name in LESSONS),
)  # fmt: skip
TARGET = re.compile(r'\b(href|src)="([^"]*)"')

pytestmark = pytest.mark.skipif(
    os.environ.get("DOCUMENTS") != "all", reason="builds the whole site"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    command = ["sphinx", "-q", "-W", "-c", "docs", "-d", str(folder / "trees"), "."]
    done = subprocess.run(
        [sys.executable, "-m", *command, str(folder / "site")],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder / "site"


@pytest.fixture(scope="module")
def pages(site) -> dict[Path, str]:
    """The pages that Sphinx writes."""
    paths = [path for path in site.rglob("*.html") if path.name != "explore.html"]
    assert len(paths) > 20
    return {path: path.read_text("utf-8") for path in paths}


@pytest.mark.parametrize("name", LESSONS)
def test_lesson_has_its_moving_page_and_its_files(site, name):
    folder, own = site / "exercises" / name, ROOT / "exercises" / name
    page = (folder / "README.html").read_text("utf-8")
    assert '<iframe class="moves" src="explore.html"' in page
    for file in (f"{name}.py", f"{name}.ipynb", "explore.html"):
        assert f'href="{file}"' in page
        assert (folder / file).read_bytes() == (own / file).read_bytes()


def test_site_has_what_its_readers_look_for(site, pages):
    start = pages[site / "index.html"]
    for word in ("api", "threat-model", "loss-log", "gallery", "architecture", "notebooks"):
        assert f'href="docs/{word}.html"' in start
    for name in ("checks.assert_close", "strategies.tensor", "training.Trainer"):
        assert f'id="grader.{name}"' in pages[site / "docs" / "api.html"]


def test_links_and_anchors_of_the_site_lead_somewhere(pages):
    names = {path: set(re.findall(r'\bid="([^"]+)"', text)) for path, text in pages.items()}

    def is_there(path: Path, target: str) -> bool:
        address, _, anchor = unquote(html.unescape(target)).partition("#")
        file = (path.parent / address.partition("?")[0]).resolve() if address else path
        return file.is_file() and (not anchor or file not in names or anchor in names[file])

    lost = [
        f"{path.name}: {target}"
        for path, text in pages.items()
        for _, target in TARGET.findall(text)
        if not re.match("https?:|mailto:|data:", target) and not is_there(path, target)
    ]
    assert lost == []


def test_site_asks_no_other_host(pages):
    """Formulas are MathML, so that no script is fetched for them."""
    found = [text for text in pages.values() if "<math" in text]
    assert found
    targets = [found for text in pages.values() for found in TARGET.findall(text)]
    assert [target for kind, target in targets if kind == "src" and "//" in target] == []


@pytest.mark.parametrize("page", READ)
def test_page_of_the_site_fits_a_phone_and_complains_of_nothing(browser, site, page):
    for dark in (False, True):
        browser.open(site / page, width=360, dark=dark)
        assert browser.ask("document.documentElement.scrollWidth") <= 360
        broken = "[...document.images].filter(i => i.complete && !i.naturalWidth).map(i => i.src)"
        assert browser.ask(broken) == []
        assert browser.complaints() == []
        assert [url for url in browser.requests() if not url.startswith("file:")] == []


def test_switch_of_the_theme_reaches_the_moving_page(browser, site):
    browser.open(site / "exercises" / LESSONS[0] / "README.html")
    browser.follow_the_system()
    for theme in ("dark", "light"):
        browser.ask(f"document.body.dataset.theme = '{theme}'")
        browser.driver.switch_to.frame(browser.driver.find_element("css selector", "iframe.moves"))
        is_dark = browser.ask("matchMedia('(prefers-color-scheme: dark)').matches")
        browser.driver.switch_to.default_content()
        assert is_dark is (theme == "dark")
