"""The clauses of general laws: in which way a quantity is wrong. They stand behind its name."""

from __future__ import annotations

from collections.abc import Sequence

from grader.report.numbers import as_number

OVERFLOW = "right, except that large inputs give nan or infinity"
DIGITS = "right to about six digits only, as float32 is"
SINGLE = "nearly right, but computed in float32, which loses half of the digits"
NEARLY = "nearly right: an approximation, or a small term that is missing or superfluous"
COLUMNS_MIXED = "one column depends on the others; each is computed by itself"
ROWS_MIXED = "one row depends on the others; each is computed by itself"
SIGN = "the sign is the opposite of what it should be"
TWICE = "twice as large as it should be"
HALF = "half as large as it should be"
PERCENT = "a hundred times too large, as a percentage is"
BITS = "measured in bits (log base 2); expected nats (natural logarithm)"
DECIMAL = "a decimal logarithm; expected the natural one"
NATURAL = "a natural logarithm; expected the decimal one (log10)"
NOT_DIVIDED = "too large by a factor equal to the number of rows, as a sum in place of a mean is"
DIVIDED = "too small by a factor equal to the number of rows, as a mean in place of a sum is"
BESSEL = "too large by the factor n/(n − 1): divided by n − 1 where n is asked for"
NO_BESSEL = "too small by the factor (n − 1)/n: divided by n where n − 1 is asked for"
TWICE_DIVIDED = "divided by the square of the number of rows"
FACTOR_OF_CALL = "off by one factor, which changes from input to input"
OFFSET_OF_CALL = "off by one number, which changes from input to input"
SQUARED = "the square of what it should be"
ROOT = "the square root of what it should be"
RECIPROCAL = "the reciprocal of what it should be"
LOGARITHM = "the logarithm of what it should be"
EXPONENTIAL = "the exponential of what it should be"
COMPLEMENT = "1 minus what it should be"
ABSOLUTE = "the absolute value of what it should be: the sign is lost"
ROUNDED = "rounded down to a whole number"
SOME_ZERO = "right, except that some numbers are 0 which should not be"
ZERO = "0 for every input where it should not be"
NOT_ZERO = "not 0, which it should be for every input"
CONSTANT = "the same number for every input"
CAPPED = "never above a fixed limit, and right below it"
FLOORED = "never below a fixed limit, and right above it"
COLUMN_SHIFTED = "each column is shifted by a number of its own"
ROW_SHIFTED = "each row is shifted by a number of its own"
COLUMN_STRETCHED = "each column is right but for a scale or a shift of its own"
AXIS_KEPT = "the numbers are right, but there is an axis of length 1 too many or too few"
TRANSPOSED = "transposed: rows and columns are exchanged"
SUMMED = "added up to a single number; one number per feature is expected"
ONE_NUMBER = "a single number where an array is expected"
AXIS_TOO_MUCH = "one axis too many, as if a sum or a mean over it were missing"
AXIS_MISSING = "one axis is missing, as after a sum or a mean over it"
OTHER_SHAPE = "the shape is not the expected one"
TOO_LARGE = "too large on every input on which it is wrong"
TOO_SMALL = "too small on every input on which it is wrong"
SOME_INPUTS = "right for some inputs and wrong for others"
FIRST_COUNTS = "changes with the first argument, and should not"
ORDER_COUNTS = "depends on the order of the rows, and should not"
SIGN_COUNTS = "changes when the sign of every number is turned, and should not"
NEIGHBORS_COUNT = "depends on which numbers stand in the same row; each column is judged by itself"
PLACE_COUNTS = "depends on the row and column in which a number stands; only the numbers count"
REPEATS_COUNT = "changes when all rows are repeated, and should not"
SCALE_COUNTS = "changes when the numbers of all tensors are doubled, and should not"
SHIFT_COUNTS = "changes when the same number is added to every entry, and should not"
VAGUE = frozenset(("", TOO_LARGE, TOO_SMALL, SOME_INPUTS, FACTOR_OF_CALL, OFFSET_OF_CALL))
_SOME_VALUES = "right for some values of"
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh")
CHANGED = "changed in place; work on a copy"
KEPT = "keeps its graph (requires_grad is True); it should be detached"
GRADIENT = "the values are right, but their gradient is not"
NAME_MISSING = "missing from the set for some inputs"
NAME_SURPLUS = "in the set for inputs where it should not be"
NAME_BOTH = "missing for some inputs, and in the set for others where it should not be"
NO_SPREAD = "0: every weight is the same"
SPREAD_LARGE = "too large"
SPREAD_SMALL = "too small"
SPREAD_WRONG = "too large for some shapes and too small for others"
DRAWS = {
    "shape": "not (fan_in, fan_out)",
    "mean": "not 0: the weights are not centered",
    "kurtosis": "not that of a normal distribution",
    "repeats": "the same seed does not give the same weights: another generator is used",
    "moves on": "two draws from one generator are equal: it is reset or not used",
}


def factor(quotient: float) -> str:
    return f"off by a factor of {as_number(quotient)} everywhere"


def offset(difference: float) -> str:
    return f"off by {as_number(difference)} everywhere"


def untouched(position: int) -> str:
    return f"the {ORDINALS[position]} argument, unchanged"


def with_names(clause: str, parameters: Sequence[str]) -> str:
    """A clause that calls arguments by their names, as far as these are known."""
    for position, name in enumerate(parameters[: len(ORDINALS)]):
        clause = clause.replace(f"the {ORDINALS[position]} argument", f"`{name}`")
        clause = clause.replace(f"argument {position + 1}", f"`{name}`")
    return clause


def wrong_for(argument: str) -> str:
    named = f"`{argument}`" if not argument.isdigit() else f"argument {int(argument) + 1}"
    return f"{_SOME_VALUES} {named} and wrong for others"


def exchanged(one: str, other: str) -> str:
    return f"{one} and {other} are exchanged"


def exchanged_shapes(one: str, other: str) -> str:
    return f"has the shape of {other}, and {other} that of {one}, as in another order"


def is_vague(clause: str) -> bool:
    """True for a clause that says little of a mistake: another law is told where there is one."""
    return clause in VAGUE or clause.startswith(_SOME_VALUES)


def raises_kind(kind: str) -> str:
    return f"raises {kind} where a value is expected"


def raises_not(kind: str) -> str:
    return f"returns a value where {kind} should be raised"


def raises_other(kind: str, expected: str) -> str:
    return f"raises {kind} where {expected} is expected"


def only_in(members: Sequence[str]) -> str:
    """The members in which alone a mistake shows."""
    return f"Only in {' and '.join(members)}: "


def only_with(switches: Sequence[str]) -> str:
    """The switches with which alone a mistake shows; empty where there are none."""
    return f"Only with {', '.join(switches)}: " if switches else ""


def more_wrong(members: Sequence[str]) -> str:
    """What is added where a mistake does not account for all that is wrong in these members."""
    where = f" in {' and '.join(members)}" if all(members) else ""
    return f"Something else is wrong{where}, too."


def in_regime(regime: Sequence[str]) -> str:
    """For which switches alone something is wrong."""
    return f" with {', '.join(regime)}" if regime else ""
