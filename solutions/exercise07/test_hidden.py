"""Hidden checks: every one of the 32 initializations, the laws of an entropy; then the probes."""

from itertools import chain, combinations

import torch
from hypothesis import example, given
from hypothesis import strategies as st

from grader.checks import PLAIN, assert_close, assert_equal, assert_unmodified, probe
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


@st.composite
def labelled(draw):
    """(targets, vocab_size): few or many classes, evenly or unevenly frequent, some of them absent.

    A power of a uniform number crowds the targets into the first classes.
    """
    vocab_size, rows = draw(st.integers(1, MOST_CLASSES)), draw(st.integers(1, 40))
    power, seed = draw(st.sampled_from((1, 2, 4))), draw(seeds())
    uniform = torch.rand(rows, generator=generator(seed), dtype=torch.float64)
    return (uniform**power * vocab_size).long(), vocab_size


def compare(student, reference, *parameters):
    """Ask for all 32 initializations, and look at these parameters alone."""
    others = set(NAMES).difference(parameters)
    for zeroed in SUBSETS:
        # A name that is none of the five stays in, and is wrong.
        names = student.nonzero_grads(zeroed) - others
        want = reference.nonzero_grads(zeroed) - others
        assert_equal(names, want, of=f"gradients that are not 0, of {' and '.join(parameters)}")


def test_output_layer(student, reference):
    """W2 and b2 have a gradient exactly when they should, for all 32 initializations."""
    compare(student, reference, "W2", "b2")


def test_hidden_layer(student, reference):
    """W1 and b1 have a gradient exactly when they should, for all 32 initializations."""
    compare(student, reference, "W1", "b1")


def test_embedding(student, reference):
    """C has a gradient exactly when it should, for all 32 initializations."""
    compare(student, reference, "C")


@example(labels=(classes(0, 0), 2))
@example(labels=(classes(0, 1), 2))
@example(labels=(classes(0, 1, 1), 2))
@example(labels=(classes(0, 0, 1), 2))
@example(labels=(classes(2, 1), 3))
@example(labels=(classes(0, 2, 2, 2), 4))
@example(labels=(classes(0, 1, 2, 3), 4))
@given(labels=labelled())
def test_floor(student, reference, labels):
    """The floor is the entropy of the targets, in nats, whatever their order and their names."""
    targets, vocab_size = labels
    want = reference.zero_init_floor(targets, vocab_size)
    floor = student.zero_init_floor(targets, vocab_size)
    assert_close(floor, want, of="floor", tolerance=PLAIN)
    for text, others, classes_in_all in (
        ("of the targets twice, the same as of them once,", targets.repeat(2), vocab_size),
        ("of the targets backwards, the same as forwards,", targets.flip(0), vocab_size),
        ("of renamed classes, the same as before,", vocab_size - 1 - targets, vocab_size),
        ("with a class that never occurs, the same as without,", targets, vocab_size + 1),
    ):
        floor = student.zero_init_floor(others, classes_in_all)
        assert_close(floor, want, of=f"floor {text}", tolerance=PLAIN)


def zeroed_run(names, **options):
    """A run of the lecture's network whose parameters of these names begin at 0."""

    def prepare(parameters):
        return {n: torch.zeros_like(p) if n in names else p for n, p in parameters.items()}

    return short_run(recipe="original", prepare=prepare, **options)


def test_in_the_network(student, reference, device):
    """In the lecture's network the same parameters learn, and zeros end at the same floor."""
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
    """The targets are the same after the call as before it."""
    assert_unmodified(student, "zero_init_floor", classes(3, 1, 4, 1, 2), 6)


PROBES = (
    *(probe("nonzero_grads", zeroed) for zeroed in SUBSETS),
    probe("zero_init_floor", classes(1, 1, 1), 3),
    probe("zero_init_floor", classes(0, 1, 2, 3), 4),
    probe("zero_init_floor", classes(0, 2, 2, 2), 4),
    probe("zero_init_floor", classes(3, 0, 1, 1, 0, 1, 1), 6),
)
