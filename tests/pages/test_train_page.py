"""The page of a run of training, in a real browser."""

from __future__ import annotations

import pytest

from grader.practice.train.page import draw_page
from grader.practice.train.race import Race, Setting
from grader.practice.train.view import Finished, Timing
from grader.training import Config, Splits, Trainer, sample
from grader.training.frames import frame_of
from grader.training.summary import summarise

STEPS, EVERY = 60, 10


def filmed(recipe):
    """A run, with a frame after every ten steps, and names at its start and end."""
    examples = sample()
    config = Config(network="deep", recipe=recipe, steps=STEPS, hidden=16)
    trainer = Trainer(config, examples)
    frames = [frame_of(0, trainer.model.snapshot(examples))]
    samples = [(0, trainer.invent(3))]
    for step in trainer.run(EVERY):
        frames.append(frame_of(step, trainer.model.snapshot(examples)))
    samples.append((STEPS, ("</script><b>emma</b>",)))  # whatever stands there, it is only text
    snapshot = trainer.model.snapshot(examples)
    summary = summarise(trainer, Splits(examples, examples, examples), snapshot)
    timing, race = Timing(STEPS, 1.0), Race(Setting("cpu"))
    return Finished(trainer, summary, snapshot, timing, race, tuple(samples)), frames


@pytest.fixture(scope="module")
def runs():
    return [filmed("kaiming"), filmed("batchnorm")]


@pytest.fixture(scope="module")
def page(runs, tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "run.html"
    path.write_bytes(draw_page(runs))
    return path


def count(browser, selector):
    return browser.ask(f"document.querySelectorAll('{selector}').length")


def shown(browser):
    return browser.ask("document.getElementById('now').textContent")


def press(browser, key):
    browser.ask(f"document.dispatchEvent(new KeyboardEvent('keydown', {{key: '{key}'}}))")


@pytest.mark.parametrize("dark", [False, True])
def test_everything_is_drawn_and_nothing_is_asked_for(browser, page, dark):
    browser.open(page, dark=dark)
    assert count(browser, "section") == 2
    assert count(browser, "figure svg") == 10  # five tanh layers each
    assert count(browser, "path.curve") == 2 * (1 + 7)  # the loss, and C with six W
    assert browser.ask(
        "[...document.querySelectorAll('path.curve')].every(p => p.getTotalLength())"
    )
    assert browser.complaints() == []
    assert browser.requests() == []
    back = browser.ask("getComputedStyle(document.body).backgroundColor")
    assert back == ("rgb(21, 24, 28)" if dark else "rgb(255, 255, 255)")


def test_the_bars_are_those_of_the_frame(browser, page, runs):
    browser.open(page)
    press(browser, "Home")
    heights = browser.ask(
        "[...document.querySelectorAll('figure')[1].querySelectorAll('rect')]"
        ".map(bar => Number(bar.getAttribute('height')))"
    )
    bars = runs[0][1][0].layers[1].fractions
    assert len(heights) == len(bars)
    assert [h / sum(heights) for h in heights] == pytest.approx(list(bars), abs=1e-3)


def test_keys_move_from_picture_to_picture(browser, page):
    browser.open(page)
    assert shown(browser) == "step 60 of 60"
    seen = []
    for key in ("ArrowLeft", "Home", "ArrowLeft", "ArrowRight", "End"):
        press(browser, key)
        seen.append(shown(browser).split(" of ")[0])
    assert seen == ["step 50", "step 0", "step 0", "step 10", "step 60"]
    assert (
        browser.ask("document.getElementById('slider').getAttribute('aria-valuetext')") == "step 60"
    )


def test_the_button_plays_to_the_end(browser, page):
    browser.open(page)
    press(browser, "Home")
    browser.ask("document.getElementById('play').click()")
    assert browser.ask("document.getElementById('play').textContent") == "Stop"
    wait = (
        "const done = arguments[arguments.length - 1];"
        "setInterval(() => { if (play.textContent === 'Play') done(now.textContent); }, 20);"
    )
    assert browser.driver.execute_async_script(wait) == "step 60 of 60"


def test_names_are_those_of_the_step_and_only_text(browser, page):
    browser.open(page)
    last = browser.ask("document.querySelector('.names').textContent")
    assert last == "after 60 steps: </script><b>emma</b>"
    press(browser, "ArrowLeft")
    assert browser.ask("document.querySelector('.names').textContent").startswith("after 0 steps: ")


def test_a_phone_shows_it_without_scrolling_sideways(browser, page):
    browser.open(page, width=360)
    assert browser.ask("document.documentElement.scrollWidth") <= 360
