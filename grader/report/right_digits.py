"""Bars beside a figure: to how many digits each quantity of a submission is right.

What a picture is about is one thing; whether each function is right to the last digit, for other
arguments as well, is another, and hardly shows in it. The figures of the exercises draw both:

    def draw(axes, functions):
        draw_digits(axes, {"slope": lambda: digits(functions.tanh_derivative(x), wanted)})
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST = 12  # what is right to more digits differs by rounding
RIGHT, WRONG = "#0072B2", "#D55E00"
WIDTH, GAP = "62%", 0.2  # of the axes that are left, and inches
NO_VALUE = "no value"


def digits(got: Any, want: Any) -> float:
    """The number of digits to which all numbers are right, relative to the largest one.

    From 0 to 12: 0 also for another shape, and for nan.
    """
    import numpy as np

    found, wanted = np.asarray(got, dtype=float), np.asarray(want, dtype=float)
    if found.shape != wanted.shape:
        return 0.0
    if not wanted.size or np.array_equal(found, wanted):
        return MOST
    scale = float(np.abs(wanted).max()) or 1.0
    error = float(np.abs(found - wanted).max()) / scale
    return min(max(-math.log10(error), 0.0), MOST) if error < 1 else 0.0


def least(found: Iterable[float]) -> float:
    """The digits of several quantities that share a bar."""
    return min(found, default=MOST)


def told(is_right: bool) -> float:
    """All digits or none, for what is either right or wrong."""
    return MOST if is_right else 0.0


def draw_digits(axes: Axes, quantities: Mapping[str, Callable[[], float | None]]) -> None:
    """Draw a bar for each quantity beside the axes; each is computed when its turn comes.

    A quantity is None where there is nothing to judge. One that cannot be computed, because a
    function raises or gives no number, has no digit.
    """
    from mpl_toolkits.axes_grid1 import make_axes_locatable  # type: ignore[import-untyped]

    beside = make_axes_locatable(axes).append_axes("right", size=WIDTH, pad=GAP)
    for row, (name, compute) in enumerate(quantities.items()):
        try:
            count = compute()
            note = "" if count is None else "all" if count >= MOST else f"{int(count)}"
        except Exception:  # whatever a wrong function leads to: the checks say what
            count, note = 0.0, NO_VALUE
        color = RIGHT if (count or 0.0) >= MOST else WRONG
        beside.barh(row, count or 0.0, height=0.3, color=color)
        beside.barh(row, MOST, height=0.3, fill=False, edgecolor="#999999", lw=0.5)
        beside.text(0, row - 0.25, name, fontsize=7, va="bottom")
        beside.text(MOST + 0.5, row, note, fontsize=7, va="center")
    beside.set(xlim=(0, 1.3 * MOST), ylim=(len(quantities) - 0.4, -0.9), xticks=(), yticks=())
    beside.set_title("right digits", fontsize=8, loc="left")
    beside.set_facecolor("none")
    beside.spines[["top", "right", "bottom", "left"]].set_visible(False)
