"""Hidden checks: every one of the 32 initializations, the laws of an entropy; then the probes."""

import math
from itertools import chain, combinations

import torch
from hypothesis import example, given
from hypothesis import strategies as st

from grader.checks import (
    PLAIN,
    assert_close,
    assert_equal,
    assert_explained,
    assert_unmodified,
    probe,
)
from grader.strategies import generator, seeds
from grader.training import sample, short_run

NAMES = ("C", "W1", "b1", "W2", "b2")
# All 32, those with the fewest zeros first: they make the shortest counterexamples.
SUBSETS = tuple(
    map(frozenset, chain.from_iterable(combinations(NAMES, count) for count in range(6)))
)
# Up to here a sum in the lecture's own float32 stays well within PLAIN.
MOST_CLASSES = 30


def classes(*targets):
    return torch.tensor(targets)


# Counts 3, 5, 0, 2, 7 and 0: none of them is a power or a multiple of another.
SEVENTEEN = classes(0, 1, 4, 1, 3, 4, 4, 0, 1, 4, 4, 1, 3, 4, 0, 1, 4)


@st.composite
def labelled(draw):
    """(targets, vocab_size): few or many classes, evenly or unevenly frequent, some of them absent.

    A power of a uniform number crowds the targets into the first classes.
    """
    vocab_size, rows = draw(st.integers(1, MOST_CLASSES)), draw(st.integers(1, 40))
    power, seed = draw(st.sampled_from((1, 2, 4))), draw(seeds())
    uniform = torch.rand(rows, generator=generator(seed), dtype=torch.float64)
    return (uniform**power * vocab_size).long(), vocab_size


# What a parameter's gradient may wrongly be made to depend on: (clause, the names that must then
# not be 0; None for "never", and alternatives as a list).
REASONS = {
    "W2": (
        ("b1 is not considered, though it keeps h from being 0", [{"C", "W1"}]),
        ("h is not considered", [set()]),
        ("C, W1 and b1 are all required, though b1 is added to a product", [{"C", "W1", "b1"}]),
        ("C or W1 alone is enough, though they are factors", [{"C"}, {"W1"}, {"b1"}]),
        ("W2 itself is required", [{"W2", "C", "W1"}, {"W2", "b1"}]),
        ("only b1 is considered", [{"b1"}]),
    ),
    "b2": (
        ("W2 is required, though b2 is added after it", [{"W2"}]),
        ("b2 itself is required", [{"b2"}]),
        ("h is required, though b2 is added after it", [{"C", "W1"}, {"b1"}]),
    ),
    "b1": (
        ("W2 is not considered", [set()]),
        ("b1 itself is required", [{"W2", "b1"}]),
        ("W1 is required, though b1 is added after it", [{"W2", "W1"}]),
        ("C is required, though b1 is added after it", [{"W2", "C"}]),
    ),
    "W1": (
        ("C is not considered", [{"W2"}]),
        ("W2 is not considered", [{"C"}]),
        ("W1 itself is required, and C is not considered", [{"W2", "W1"}]),
        ("W1 itself is required", [{"W2", "C", "W1"}]),
        ("neither C nor W2 is considered", [set()]),
    ),
    "C": (
        ("W1 is not considered", [{"W2"}]),
        ("W2 is not considered", [{"W1"}]),
        ("C itself is required, and W1 is not considered", [{"W2", "C"}]),
        ("C itself is required", [{"W2", "W1", "C"}]),
        ("neither W1 nor W2 is considered", [set()]),
    ),
}


def clause(parameter, answers):
    """What is wrong with a parameter, from the answers to all 32 initializations; or nothing."""
    for text, alternatives in REASONS[parameter]:
        if all(
            (parameter in names) == any(not needed & zeroed for needed in alternatives)
            for zeroed, names in answers.items()
        ):
            return f": {text}"
    return ""


def compare(student, reference, *parameters):
    """Ask for all 32 initializations, and look at these parameters alone."""
    others = set(NAMES).difference(parameters)
    answers = {zeroed: student.nonzero_grads(zeroed) - others for zeroed in SUBSETS}
    for parameter in parameters:
        for zeroed, names in answers.items():
            # A name that is none of the five stays in, and is wrong.
            got = names - (set(parameters) - {parameter})
            want = reference.nonzero_grads(zeroed) & {parameter}
            of = f"gradient of {parameter}{clause(parameter, answers) if got != want else ''}"
            assert_equal(got, want, of=of)


def test_output_layer(student, reference):
    """W2 and b2 have a gradient exactly when they should, for all 32 initializations."""
    compare(student, reference, "W2", "b2")


def test_hidden_layer(student, reference):
    """W1 and b1 have a gradient exactly when they should, for all 32 initializations."""
    compare(student, reference, "W1", "b1")


def test_embedding(student, reference):
    """C has a gradient exactly when it should, for all 32 initializations."""
    compare(student, reference, "C")


def floor_reasons(targets, vocab_size):
    """What comes out when one step of the entropy is wrong."""
    counts = torch.bincount(targets, minlength=vocab_size).double()
    p = counts[counts > 0] / len(targets)
    want, surprise = -(p * p.log()).sum(), -p.log()
    smoothed = (counts + 1) / (counts + 1).sum()
    yield "it is measured in bits", want / math.log(2)
    yield "the logarithm has base 10", want / math.log(10)
    yield "the sign is wrong", -want
    yield "the examples are summed, not averaged", want * len(targets)
    yield "it is divided by the number of classes", want / vocab_size
    yield "the surprises are not weighted by frequency", surprise.mean()
    yield "only the most frequent class is considered", surprise.min()
    yield "all classes are taken as equally frequent", want.new_tensor(vocab_size).log()
    yield "the classes that occur are taken as equally frequent", want.new_tensor(len(p)).log()
    yield "it is the perplexity, the exp of the loss", want.exp()
    yield "1 is added to each count", -(smoothed * smoothed.log()).sum()
    yield "class 0 is left out", want - torch.special.entr(counts[0] / len(targets))


# The first example is in general position: no two wrong rules agree on it.
@example(labels=(SEVENTEEN, 6))
@example(labels=(classes(0, 1, 1), 2))
@example(labels=(classes(0, 0, 1), 2))
@example(labels=(classes(2, 1), 3))
@example(labels=(classes(0, 2, 2, 2), 4))
@example(labels=(classes(0, 0), 2))
@example(labels=(classes(0, 1, 2, 3), 4))
@given(labels=labelled())
def test_floor(student, reference, labels):
    """The floor is the entropy of the targets in nats, whatever their order and their names."""
    targets, vocab_size = labels
    want = torch.tensor(reference.zero_init_floor(targets, vocab_size), dtype=torch.float64)
    floor = torch.tensor(student.zero_init_floor(targets, vocab_size), dtype=torch.float64)
    reasons = floor_reasons(targets, vocab_size)
    assert_explained(floor, want, reasons, of="floor", tolerance=PLAIN)
    for text, others, classes_in_all in (
        (
            "of the targets twice, which must equal that of the targets",
            targets.repeat(2),
            vocab_size,
        ),
        ("of the targets in reverse order, which must be the same", targets.flip(0), vocab_size),
        ("of renamed classes, which must be the same", vocab_size - 1 - targets, vocab_size),
        ("with another class that never occurs, which must be the same", targets, vocab_size + 1),
    ):
        floor = student.zero_init_floor(others, classes_in_all)
        assert_close(floor, float(want), of=f"floor {text}", tolerance=PLAIN)


def zeroed_run(names, **options):
    """A run of the lecture's network whose parameters of these names begin at 0."""

    def prepare(parameters):
        return {n: torch.zeros_like(p) if n in names else p for n, p in parameters.items()}

    return short_run(recipe="original", prepare=prepare, **options)


def test_in_the_network(student, reference, device):
    """In the lecture's network the same parameters have a gradient, and zeros reach the floor."""
    for zeroed in (("W2",), ("W1", "b1"), ("b1", "C"), NAMES):
        gradients = zeroed_run(zeroed, steps=1, device=device).model.gradients
        want = frozenset(name for name in NAMES if gradients[name].any())
        got = student.nonzero_grads(frozenset(zeroed))
        assert_equal(got, want, of=f"parameters that learn in the network, {zeroed} at 0")
    names = sample(device)
    floor = student.zero_init_floor(names.targets, 27)
    want = reference.zero_init_floor(names.targets, 27)
    assert_close(floor, want, of="floor for the letters of 200 names", tolerance=PLAIN)
    options = {"steps": 40, "batch_size": len(names), "learning_rate": 20.0, "hidden": 2}
    run = zeroed_run(NAMES, device=device, **options)
    of = "floor, against the loss of the network that began at 0"
    assert_close(floor, float(run.model.evaluate(names)), of=of, tolerance=0.01)


def test_untouched(student):
    """zero_init_floor leaves its argument unchanged."""
    assert_unmodified(student, "zero_init_floor", classes(3, 1, 4, 1, 2), 6)


PROBES = (
    *(probe("nonzero_grads", zeroed) for zeroed in SUBSETS),
    probe("zero_init_floor", SEVENTEEN, 6),
    probe("zero_init_floor", classes(1, 1, 1), 3),
    probe("zero_init_floor", classes(0, 1, 2, 3), 4),
    probe("zero_init_floor", classes(0, 2, 2, 2), 4),
    probe("zero_init_floor", classes(3, 0, 1, 1, 0, 1, 1), 6),
)
