"""The pages that move, in a real browser: what they show is what Python computes."""

from __future__ import annotations

import functools
import json
import math
import re
from pathlib import Path

import pytest
import torch
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from grader.course.course import Course, find_course, load_exercise
from grader.publishing.pages.explore import MAX_PAGE, is_current, load_numbers
from grader.publishing.pages.explore import page_of as page_bytes
from grader.training.functions import Functions
from grader.training.layers import BatchNorm

COURSE = find_course(Path(__file__).parent)
NAMES = tuple(f"exercise0{i}" for i in range(1, 9))
SATURATED = 0.97
# Where each control begins, and the positions that it is moved to, the others being left there.
# A slider and a choice are at an index, switches at a list.
START = {
    "exercise01": {"x": 50, "scale": 9},
    "exercise02": {"scale": 12},
    "exercise03": {"gain": 6, "kind": 0},
    "exercise04": {"x": 10, "momentum": 1, "batch": 0, "mode": 0},
    "exercise05": {"x": 8, "paths": [True, True, True]},
    "exercise06": {"step": 0, "recipe": 0},
    "exercise07": {"zeroed": [False] * 5},
    "exercise08": {"gamma": 6, "beta": 3, "mean": 1, "var": 4},
}
MOVES = {
    "exercise01": {"x": (0, 41, 80), "scale": (0, 6, 14)},
    "exercise02": {"scale": (0, 4, 12)},
    "exercise03": {"gain": (0, 4, 12), "kind": (1, 2, 0)},
    "exercise04": {"x": (0, 9, 16), "momentum": (0, 2, 3), "batch": (1, 3, 5), "mode": (1, 0, 1)},
    "exercise05": {
        "x": (0, 11, 16),
        "paths": ([True, False, True], [True, True, False], [False, False, False]),
    },
    "exercise06": {"step": (1, 6, 10), "recipe": (1, 2, 0)},
    "exercise07": {
        "zeroed": (
            [True] * 5,
            [False, False, False, True, False],
            [True, False, False, False, False],
        )
    },
    "exercise08": {"gamma": (0, 3, 5), "beta": (0, 2, 4), "mean": (0, 2, 4), "var": (0, 2, 5)},
}


def page_of(name):
    return COURSE.root / "exercises" / name / "explore.html"


@functools.cache
def numbers_of(name):
    """The module explore.py of an exercise."""
    return load_numbers(COURSE.root / "solutions" / name / "explore.py")


# ------------------------------------------------------------- what Python says the page shows


def expected01(here, state):
    x = torch.tensor(here.X[state["x"]], dtype=torch.float64, requires_grad=True)
    torch.tanh(x).backward()
    z = here.SCALES[state["scale"]] * here.pre_activations()
    h = torch.tanh(z)
    return {
        "height": math.tanh(here.X[state["x"]]),
        "slope": float(x.grad),
        "spread": float(z.std()),
        "saturated": float((h.abs() > SATURATED).double().mean()),
        "through": float((1 - h * h).mean()),
    }


@functools.cache
def lecture_names(name):
    return numbers_of(name).examples()


def expected02(here, state):
    scale, train = here.SCALES[state["scale"]], lecture_names("exercise02")
    logits = here.logits_at(scale, train)
    trainer = here.trainer_at(scale, here.STEPS, train)
    for _ in trainer.run():
        pass
    return {
        "first": float(trainer.losses[0]),
        "one": float(torch.nn.functional.cross_entropy(logits, train.targets[:1])),
        "spread": float(logits.std()),
        # Runs from a bad beginning are chaotic: another processor ends nearby, not there.
        "last": pytest.approx(float(trainer.losses[280:].mean()), abs=0.5 if scale == 1 else 0.03),
    }


def expected03(here, state):
    kind = here.KINDS[state["kind"]]
    layers = list(here.outputs(kind, here.GAINS[state["gain"]]))
    h = layers[-1]
    flat = {"tanh": (h.abs() > SATURATED), "relu": h == 0}.get(kind)
    return {
        "first": float(layers[1].std()),
        "last": float(h.std()),
        "flat": "none" if flat is None else float(flat.double().mean()),
    }


def expected04(here, state):
    batches = here.batches(here.MOVED[state["x"]])
    momentum, batch = here.MOMENTA[state["momentum"]], state["batch"]
    is_training = state["mode"] == 0
    mean, var = torch.zeros(1, dtype=torch.float64), torch.ones(1, dtype=torch.float64)
    for x in batches[: batch + is_training]:
        torch.nn.functional.batch_norm(x, mean, var, training=True, momentum=momentum)
    x = batches[batch, :, 0]
    own_mean, own_std = x.mean(), torch.sqrt(x.var() + here.EPS)
    used_mean, used_std = (
        (own_mean, own_std) if is_training else (mean[0], torch.sqrt(var[0] + here.EPS))
    )
    return {
        "mean": float(own_mean),
        "var0": float(x.var(correction=0)),
        "var1": float(x.var()),
        "xhat": float((x[-1] - own_mean) / own_std) if is_training else "by the buffers",
        "out": float(here.GAMMA * (x[-1] - used_mean) / used_std + here.BETA),
        "running_mean": float(mean),
        "running_var": float(var),
    }


def expected05(here, state):
    """With all paths on, what the pipeline's own layer gives; else what autograd gives."""
    x = here.column(here.MOVED[state["x"]])
    one, like = torch.ones(1, dtype=torch.float64), torch.zeros(1, dtype=torch.float64)
    layer = BatchNorm(
        x, (one, like), (one.clone(), one.clone()), (one.clone(), one.clone()),
        momentum=0.1, eps=here.EPS, functions=Functions(),
    )  # fmt: skip
    layer.forward()
    layer.connect(torch.tensor(here.GRADIENT, dtype=torch.float64)[:, None])
    layer.backward()
    dx = layer.grad_in[:, 0]
    if not all(state["paths"]):
        dx = here.gradient(here.MOVED[state["x"]], state["paths"])
    return {
        "out": float(layer.out[here.ROW, 0]),
        "dx": float(dx[here.ROW]),
        "sum": float(dx.sum()),
        "tilt": float((dx * layer.x_hat[:, 0]).sum()),
    }


@functools.cache
def deep_run(recipe):
    """(activations of layer 5 at every look, ratios of layer 5, losses) of a run."""
    here, train = numbers_of("exercise06"), lecture_names("exercise06")
    trainer = here.trainer_of(recipe, train)
    rows = train.spread(here.ROWS)
    looks = [trainer.model.snapshot(rows).activations[4]]
    looks += [trainer.model.snapshot(rows).activations[4] for _ in trainer.run(here.EVERY)]
    return looks, trainer.ratios[:, 5], trainer.losses


def expected06(here, state):
    looks, ratios, losses = deep_run(here.RECIPES[state["recipe"]])
    step = here.EVERY * state["step"]
    h, block = looks[state["step"]], max(0, state["step"] - 1)
    per = len(ratios) // (len(looks) - 1)
    near = {"abs": 0.03}  # another processor rounds otherwise
    return {
        "std": pytest.approx(float(h.std()), **near),
        "saturated": pytest.approx(float((h.abs() > SATURATED).double().mean()), **near),
        "ratio": pytest.approx(float(ratios[per * block : per * (block + 1)].mean()), **near),
        "loss": pytest.approx(float(losses[max(0, step - 20) : max(20, step)].mean()), **near),
    }


def expected07(here, state):
    """The gradients by autograd, from a network written down once more."""
    train, zeroed = lecture_names("exercise07"), state["zeroed"]
    trainer = here.begun(zeroed, train, here.STEPS)
    p = {k: v.clone().requires_grad_() for k, v in trainer.model.parameters.items()}
    emb = p["C"][train.contexts[: here.BATCH]].flatten(1)
    logits = torch.tanh(emb @ p["W1"] + p["b1"]) @ p["W2"] + p["b2"]
    loss = torch.nn.functional.cross_entropy(logits, train.targets[: here.BATCH])
    gradients = torch.autograd.grad(loss, [p[name] for name in here.NAMES])
    living = [n for n, g in zip(here.NAMES, gradients, strict=True) if bool(g.any())]
    for _ in trainer.run():
        pass
    counts = torch.bincount(train.targets).double() / len(train)
    return {
        "living": ", ".join(living),
        "last": pytest.approx(float(trainer.losses[-here.AVERAGED :].mean()), abs=0.01),
        "floor": float(-(counts * counts.log()).sum()),
    }


def expected08(here, state):
    gamma, beta = here.GAMMAS[state["gamma"]], here.BETAS[state["beta"]]
    mean, var = here.MEANS[state["mean"]], here.VARS[state["var"]]
    factor = gamma / math.sqrt(var + here.EPS)
    return {
        "w": here.W,
        "b": here.B,
        "W": here.W * factor,
        "B": (here.B - mean) * factor + beta,
    }


EXPECTED = {
    "exercise01": expected01, "exercise02": expected02, "exercise03": expected03,
    "exercise04": expected04, "exercise05": expected05, "exercise06": expected06,
    "exercise07": expected07, "exercise08": expected08,
}  # fmt: skip


# ------------------------------------------------------------------------------- the browser


def open_lab(browser, name, **options):
    """Show the page of an exercise, with its first question left out."""
    browser.open(page_of(name), **options)
    browser.driver.find_elements(By.CSS_SELECTOR, "#question button")[1].click()


def buttons_of(browser, control):
    return browser.driver.find_elements(By.CSS_SELECTOR, f"button[data-control='{control}']")


def move(browser, control, to):
    """Bring a control to a position, as a hand would, and wait until the page is drawn."""
    if isinstance(to, list):
        for button, on in zip(buttons_of(browser, control), to, strict=True):
            if (button.get_attribute("aria-pressed") == "true") != on:
                button.click()
    elif buttons := buttons_of(browser, control):
        buttons[to].click()
    else:
        browser.driver.execute_script(
            "const c = document.getElementById(arguments[0]); c.value = arguments[1];"
            "c.dispatchEvent(new Event('input'))",
            f"c-{control}", to,
        )  # fmt: skip
    settle(browser)


def settle(browser):
    browser.driver.execute_async_script(
        "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(done))"
    )


def shown_numbers(browser):
    script = (
        "Object.fromEntries([...document.querySelectorAll('[data-number]')]"
        ".map((e) => [e.dataset.number, e.textContent]))"
    )
    return browser.ask(script)


def is_as_shown(text, value):
    """Whether the number, rounded to the digits that are shown, is what the text says."""
    if isinstance(value, str):
        return text == value
    plain = text.replace("−", "-")
    unit = 0.01 if plain.endswith("%") else 1.0
    plain = plain.rstrip("%")
    decimals = re.fullmatch(r"-?\d+(?:\.(\d+))?(?:e[-+]?\d+)?", plain)
    assert decimals is not None, text
    number = float(plain) * unit
    if not isinstance(value, float | int):
        return number == value  # an approx
    # Half of the last digit, and a little: the page rounds what was rounded before.
    return abs(number - value) <= 0.56 * unit * 10.0 ** -len(decimals[1] or "")


@pytest.mark.parametrize("name", NAMES)
def test_numbers_are_those_that_python_computes(browser, name):
    open_lab(browser, name)
    here = numbers_of(name)
    for control, positions in MOVES[name].items():
        for position in positions:
            move(browser, control, position)
            shown = shown_numbers(browser)
            wanted = EXPECTED[name](here, {**START[name], control: position})
            assert shown.keys() == wanted.keys()
            wrong = {
                key: (text, wanted[key])
                for key, text in shown.items()
                if not is_as_shown(text, wanted[key])
            }
            assert wrong == {}, (control, position)
        move(browser, control, START[name][control])
    assert browser.complaints() == []


@pytest.mark.parametrize("name", NAMES)
def test_every_control_can_be_moved_by_keyboard_alone(browser, name):
    browser.open(page_of(name))
    page = browser.driver.switch_to
    page.active_element.send_keys(Keys.TAB)
    answer = page.active_element
    assert answer.get_attribute("type") in ("radio", "range")
    answer.send_keys(Keys.SPACE if answer.get_attribute("type") == "radio" else Keys.ARROW_RIGHT)
    page.active_element.send_keys(Keys.ENTER)
    assert browser.ask("document.getElementById('lab').hidden") is False
    reached, last = [], None
    browser.ask("document.activeElement.blur()")
    for _ in range(60):
        page.active_element.send_keys(Keys.TAB)
        element = page.active_element
        control = element.get_attribute("data-control") or element.get_attribute("id")
        last, before_it = control, last
        if control in reached and control != before_it:
            break  # once around
        if control in reached or not control:
            continue
        if control.startswith("c-"):
            before = element.get_attribute("value")
            element.send_keys(Keys.ARROW_LEFT if int(before) > 0 else Keys.ARROW_RIGHT)
            assert element.get_attribute("value") != before
            assert element.get_attribute("aria-valuetext")
        else:
            element.send_keys(Keys.SPACE)
        reached.append(control)
    assert {control.removeprefix("c-") for control in reached} >= set(MOVES[name])


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("width", "dark"), [(360, False), (1000, True)])
def test_page_fits_asks_for_nothing_and_describes_its_plots(browser, name, width, dark):
    open_lab(browser, name, width=width, dark=dark)
    settle(browser)
    assert browser.ask("document.documentElement.scrollWidth") <= width
    beyond = browser.ask(
        "[...document.querySelectorAll('svg text')].filter((t) => t.getBoundingClientRect().right"
        f" > {width}).map((t) => t.textContent)"
    )
    assert beyond == []
    background = browser.ask("getComputedStyle(document.body).backgroundColor")
    assert background == ("rgb(20, 23, 27)" if dark else "rgb(255, 255, 255)")
    labels = browser.ask(
        "[...document.querySelectorAll('svg')].map((s) => s.getAttribute('aria-label'))"
    )
    assert labels
    assert all(len(label) > 20 and re.search(r"\d", label) for label in labels), labels
    assert "NaN" not in browser.ask("document.getElementById('plots').innerHTML")
    assert browser.requests() == []
    assert browser.complaints() == []


@pytest.mark.parametrize("name", NAMES)
def test_questions_come_first_and_lead_to_what_they_ask_about(browser, name):
    browser.open(page_of(name))
    assert browser.ask("document.getElementById('lab').hidden") is True
    for question in numbers_of(name).QUESTIONS:
        form = browser.driver.find_element(By.ID, "question")
        assert question["ask"] in form.text
        commit = form.find_element(By.CSS_SELECTOR, "button.main")
        assert not commit.is_enabled()
        if "options" in question:
            form.find_elements(By.CSS_SELECTOR, "input")[question["answer"]].click()
        else:
            form.find_element(By.CSS_SELECTOR, "input").send_keys(Keys.END)
        commit.click()
        settle(browser)
        told = form.text
        assert question["why"] in told
        assert told.count("Yes: " if "options" in question else "It is: ") == 1
        for control, position in question["then"].items():
            if not isinstance(position, list) and not buttons_of(browser, control):
                value = browser.ask(f"document.getElementById('c-{control}').value")
                assert int(value) == position
        form.find_element(By.CSS_SELECTOR, "button.main").click()
    assert browser.ask("document.getElementById('question').hidden") is True
    assert browser.complaints() == []


@pytest.mark.parametrize("name", NAMES)
def test_page_is_small_current_and_stands_still_without_scripts(browser, name):
    content = page_of(name).read_bytes()
    assert len(content) <= MAX_PAGE
    assert is_current(load_exercise(COURSE, name))
    browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.open(page_of(name))
        still = browser.driver.find_element(By.CSS_SELECTOR, "#still figcaption")
        assert still.is_displayed()
        assert still.text == numbers_of(name).ALT
        assert not browser.driver.find_element(By.ID, "page").is_displayed()
    finally:
        browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_run_of_exercise06_plays_and_pauses(browser):
    open_lab(browser, "exercise06")
    play = browser.driver.find_element(By.XPATH, "//button[.='Play']")
    play.click()
    assert play.text == "Pause"
    browser.driver.set_script_timeout(10)
    browser.driver.execute_async_script("setTimeout(arguments[0], 1600)")
    play.click()
    reached = int(browser.ask("document.getElementById('c-step').value"))
    assert reached >= 1
    assert play.text == "Play"
    browser.driver.execute_async_script("setTimeout(arguments[0], 900)")
    assert int(browser.ask("document.getElementById('c-step').value")) == reached


def test_next_batch_of_exercise04_goes_on_and_begins_again(browser):
    open_lab(browser, "exercise04")
    button = browser.driver.find_element(By.XPATH, "//button[.='Next batch']")
    seen = []
    for _ in range(6):
        button.click()
        seen.append(int(browser.ask("document.getElementById('c-batch').value")))
    assert seen == [1, 2, 3, 4, 5, 0]


def with_own(name, values, path):
    """The page of an exercise with a student's values, as `grade explore` writes it."""
    text = page_of(name).read_text("utf-8")
    found = re.search(r'(id="data">)(.*?)(</script>)', text, re.DOTALL)
    table = json.loads(found[2])
    table["mine"] = {"values": values, "note": "Yours is drawn <b>as well</b>."}
    data = json.dumps(table).replace("<", "\\u003c")
    path.write_text(text[: found.start(2)] + data + text[found.end(2) :], "utf-8")
    return path


def open_own(browser, page):
    browser.open(page)
    browser.driver.find_elements(By.CSS_SELECTOR, "#question button")[1].click()
    settle(browser)
    return browser.ask("document.getElementById('yours').textContent")


def test_yours_is_drawn_beside_the_reference(browser, tmp_path):
    page = with_own("exercise01", {"slope": [0.5] * 81}, tmp_path / "own.html")
    assert open_own(browser, page) == "Yours is drawn <b>as well</b>."
    assert "your slope" in browser.ask("document.getElementById('plots').textContent")
    assert browser.complaints() == []


def test_yours_of_a_wrong_shape_leaves_the_reference(browser, tmp_path):
    page = with_own("exercise05", {"8": [0.5, 0.5, 0.5]}, tmp_path / "own.html")
    assert "cannot be drawn" in open_own(browser, page)
    assert shown_numbers(browser)["sum"] == "0.000"
    assert browser.complaints() == []


def test_example_in_the_documents_makes_a_page(browser, tmp_path, toy):
    root = toy.make_course(tmp_path / "course")
    section = (COURSE.root / "docs" / "authors.md").read_text("utf-8")
    section = section[section.index("## The page that moves") :]
    for language, file in (("python", "explore.py"), ("js", "explore.js")):
        block = re.search(rf"^```{language}\n(.*?)^```", section, re.DOTALL | re.MULTILINE)[1]
        (root / "solutions" / "exercise01" / file).write_text(block, "utf-8")
    path = tmp_path / "page.html"
    path.write_bytes(page_bytes(load_exercise(Course(root), "exercise01")))
    browser.open(path)
    browser.driver.find_elements(By.CSS_SELECTOR, "#question button")[1].click()
    settle(browser)
    assert 0 < float(shown_numbers(browser)["std"]) < 0.2
    assert browser.complaints() == []
