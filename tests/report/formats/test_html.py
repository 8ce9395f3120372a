"""The page of a report: what it shows, and that it stays harmless whatever a report holds."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from msgspec.structs import replace

from grader.model import Comparison, Explanation, Location, RecognisedMistake
from grader.report.ending import Ending
from grader.report.formats.html import Effect, Exhibit, page

NAME = "exercise03"
SOURCE = """import torch


def kaiming_std(fan_in, nonlinearity):
    scale = fan_in**-0.5
    return scale


print(kaiming_std(4, "tanh"))
"""
EFFECT = Effect(image="data:image/png;base64,AAAA", caption="The spread.", alt="Two bar charts.")
HOSTILE = "</pre></style><script>alert(1)</script><img src='http://example.org/x' onerror=alert(2)>"
VOID = {"meta", "link", "img", "br"}


class Elements(HTMLParser):
    """The elements of a page with their attributes; every one is closed."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.open = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def of(self, tag, **wanted):
        classes = wanted.pop("class_", None)
        return [
            attributes
            for name, attributes in self.found
            if name == tag and (classes is None or classes in attributes.get("class", "").split())
        ]


def elements(reports, **exhibit):
    return Elements(page(reports, {NAME: Exhibit(**exhibit)}))


def test_page_is_well_formed_and_loads_nothing_for_every_kind_of_report(any_report):
    found = elements([any_report[1]], sources={None: SOURCE}, effect=EFFECT)
    assert not {tag for tag, _ in found.found} & {"script", "iframe", "object", "form"}
    loaded = [attributes.get(name) for _, attributes in found.found for name in ("src", "href")]
    assert {item for item in loaded if item and not item.startswith("data:")} == set()


def test_page_shows_points_title_and_every_check(reports):
    text = page([reports["failed"]], {})
    assert "Kaiming scaling" in text
    assert f"{reports['failed'].points} of 10 points" in text
    assert all(check.title in text for check in reports["failed"].checks)


def test_first_failed_check_alone_is_open(reports):
    opened = [item for item in elements([reports["failed"]]).of("details") if "open" in item]
    assert [item["class"] for item in opened] == ["failed"]


def test_outcome_is_told_in_words_and_not_by_colour_alone(reports):
    text = page([reports["failed"]], {})
    assert all(f'<span class="word">{word}</span>' in text for word in ("passed", "failed"))


def test_arrays_are_shown_as_matrices_with_what_differs_marked(report, check):
    expected, actual = ((1.0, 2.0), (3.0, "nan")), ((1.0, -4.0), (3.0, "nan"))
    failed = check("gains", "failed", comparison=Comparison("dx", (0, 1), expected, actual, 1e-9))
    found = elements([report("failed", failed)])
    assert len(found.of("table")) == 2
    assert len(found.of("td")) == 8
    assert len(found.of("td", class_="differs")) == 2  # nan where nan is expected is no difference
    assert len(found.of("td", class_="negative")) == 1
    heats = [cell["style"] for cell in found.of("td")]
    assert heats[:4] == ["--heat:0.25", "--heat:0.5", "--heat:0.75", "--heat:0.0"]


@pytest.mark.parametrize(
    ("index", "expected", "actual"),
    [
        ((1,), (1.0, 2.0), (1.0, 2.0, 3.0)),
        (None, 0.8, 0.5),
        ((0, 1), ((1.0, 2.0), (3.0,)), ((1.0, 2.0), (3.0, 4.0))),
        (None, ("W1",), ()),
        ((0, 0, 0), (((1.0,),),), (((2.0,),),)),
    ],
)
def test_anything_but_two_arrays_of_one_shape_is_no_matrix(report, check, index, expected, actual):
    comparison = Comparison("dx", index, expected, actual)
    failed = check("gains", "failed", comparison=comparison)
    assert elements([report("failed", failed)]).of("table") == []


def test_check_without_a_comparison_has_no_matrix(report, check):
    assert elements([report("failed", check("gains", "failed"))]).of("table") == []


def test_two_mistakes_that_explain_one_value_are_two_points(report, check):
    text = "It has no square. Is it even? It is applied twice. Which was there already?"
    both = Explanation("f", None, "mistake", ("no_square", "twice"), text, None, ("gains",))
    shown = page([report("failed", check("gains", "failed"), explanations=(both,))], {})
    assert "Two mistakes together give these values:</p>" in shown
    assert "<li>It has no square. Is it even?</li><li>It is applied twice." in shown


def excerpt_of(report, check, line, source=SOURCE, cell=None):
    place = Location("exercise03.py", line, cell)
    failed = check("gains", "failed", message="m", location=place)
    return page([report("failed", failed)], {NAME: Exhibit(sources={cell: source})})


def test_excerpt_is_the_function_with_its_line_marked(report, check):
    text = excerpt_of(report, check, 5)
    assert '<span class="marked"><i>   5 ▸ </i>    scale = fan_in**-0.5</span>' in text
    assert "import torch" not in text
    assert "print(" not in text


def test_excerpt_of_a_line_in_no_function_is_what_is_around_it(report, check):
    text = excerpt_of(report, check, 9)
    assert '<span class="marked"><i>   9 ▸ </i>print(kaiming_std(4, &#34;tanh&#34;))' in text
    assert "<i>   3   </i>" in text
    assert "<i>   2   </i>" not in text


def test_excerpt_of_a_notebook_is_of_the_cell(report, check):
    assert "scale = fan_in**-0.5" in excerpt_of(report, check, 5, cell=2)
    place = Location("exercise03.ipynb", 5, 3)
    failed = check("gains", "failed", message="m", location=place)
    text = page([report("failed", failed)], {NAME: Exhibit(sources={2: SOURCE})})
    assert "scale = " not in text


@pytest.mark.parametrize("source", ["def broken(:\n", "x" * 10_000, "", "\n" * 500, "(" * 500])
@pytest.mark.parametrize("line", [1, 400, 10**7])
def test_excerpt_of_any_text_and_line_is_short(report, check, source, line):
    assert excerpt_of(report, check, line, source).count('<span class="marked"') <= 1
    assert excerpt_of(report, check, line, source).count("<i>") <= 60


def test_long_function_is_cut_around_its_line(report, check):
    source = "def f():\n" + "    x = 1\n" * 300
    text = excerpt_of(report, check, 200, source)
    assert text.count("<i>") == 60
    assert "<i> 200 ▸ </i>" in text


def test_hostile_text_is_escaped_wherever_it_stands(report, check):
    failed = check(
        "gains",
        "failed",
        title=HOSTILE,
        message=HOSTILE,
        call=HOSTILE,
        expected=HOSTILE,
        actual=HOSTILE,
        mistake=RecognisedMistake("x", HOSTILE),
        location=Location(HOSTILE, 1),
    )
    made = report("failed", failed, output=f"{HOSTILE}\x1b[2J\u202e", title=HOSTILE)
    effect = replace(EFFECT, caption=HOSTILE, alt=HOSTILE)
    text = page([made], {NAME: Exhibit({None: HOSTILE}, effect)})
    plain = page([replace(made, title="", output="")], {})
    Elements(text)
    assert "<script" not in text
    assert text.count("<img") == 1  # the figure's own
    assert "example.org" in plain  # told, and inert
    assert not {"\x1b", "\u202e"} & set(text)


def test_figure_has_its_caption_and_a_text_for_those_who_do_not_see_it(reports):
    text = page([reports["passed"]], {NAME: Exhibit(effect=EFFECT)})
    assert '<img src="data:image/png;base64,AAAA" alt="Two bar charts.">' in text
    assert "<figcaption>The spread.</figcaption>" in text


def test_figure_that_can_be_moved_says_how(reports):
    text = page([reports["passed"]], {NAME: Exhibit(effect=EFFECT, has_explore=True)})
    assert f"The interactive figure: <code>grade explore {NAME}</code></figcaption>" in text


def reason(line, text="It is wrong.", *checks):
    place = Location("exercise03.py", line)
    return Explanation("kaiming_std", None, "mistake", ("m",), text, place, checks or ("gains",))


def test_page_begins_with_what_is_wrong_and_shows_the_function_there(report, check):
    failed = check("gains", "failed", message="m", location=Location("exercise03.py", 4))
    made = report("failed", failed, explanations=(reason(5),))
    text = page([made], {NAME: Exhibit(sources={None: SOURCE})})
    assert text.index("It is wrong.") < text.index('class="excerpt"') < text.index("<details")
    assert '<span class="marked"><i>   5 ▸ </i>' in text
    assert text.count('class="excerpt"') == 1  # not once more below the check
    assert "in kaiming_std, explains 1 failed check" in text


def test_page_shows_a_function_once_with_the_lines_of_all_its_reasons(report, check):
    failed = check("gains", "failed", message="m")
    made = report("failed", failed, explanations=(reason(5), reason(6, "So is this.")))
    text = page([made], {NAME: Exhibit(sources={None: SOURCE})})
    assert text.count('class="excerpt"') == 1
    assert text.count('<span class="marked"') == 2


def test_excerpt_leaves_the_docstring_out(report, check):
    source = 'def f(x):\n    """What the\n    exercise says."""\n    return x\n'
    text = excerpt_of(report, check, 4, source)
    assert "exercise says" not in text
    assert "<i>   4 ▸ </i>    return x" in text


def test_page_says_what_is_next_after_a_pass_too(reports):
    ending = Ending(("What it was for.",), ("grade exercise04   (your file: a.py)",))
    text = page([reports["passed"]], {NAME: Exhibit(ending=ending)})
    assert "<p>What it was for.</p>" in text
    assert "<code>grade exercise04</code> (your file: a.py)" in text
    assert "<code>grade</code> (the board shows what is left)" in page([reports["passed"]], {})


def test_dark_page_shows_the_dark_figure(reports):
    effect = replace(EFFECT, dark="data:image/png;base64,BBBB")
    text = page([reports["passed"]], {NAME: Exhibit(effect=effect)})
    assert 'srcset="data:image/png;base64,BBBB" media="(prefers-color-scheme: dark)"' in text


def test_several_reports_make_one_page(reports):
    others = [replace(reports["passed"], exercise=f"exercise0{n}") for n in (1, 2)]
    found = elements(others)
    assert len(found.of("section")) == 2
    assert len(found.of("html")) == 1
