"""Exercise 03, Kaiming scaling: random weights that neither fade a signal nor blow it up.

A layer is y = x @ W. You choose how wide the entries of W are spread before training begins.
Run `grade exercise03` to see how far you are, `grade hint exercise03` for a hint.
"""

import math

import torch

# BEGIN SOLUTION
GAINS = {"linear": 1.0, "sigmoid": 1.0, "tanh": 5 / 3, "relu": math.sqrt(2)}
# END SOLUTION


def kaiming_std(fan_in: int, nonlinearity: str) -> float:
    """Return the standard deviation that the weights of one layer start with.

    Each unit of the layer adds up `fan_in` products input · weight. Choose the standard
    deviation of the weights so that inputs of spread 1 give pre-activations of spread `gain`,
    however many inputs there are. The gain makes up for what the nonlinearity takes away:

        linear 1    sigmoid 1    tanh 5/3    relu √2

    He et al. (2015, arXiv 1502.01852, eq. 10) derive the √2 of relu. The 5/3 of tanh is a
    convention of torch and of the lecture; no paper derives it.

    Args:
        fan_in: the number of inputs of one unit, a whole number from 1.
        nonlinearity: "linear", "sigmoid", "tanh" or "relu", what follows the layer.

    Returns:
        A number above 0, with all the digits of a float (5/3, not 1.667).

    Raises:
        ValueError: the nonlinearity is none of the four.

    >>> kaiming_std(100, "linear")
    0.1

    `math` and everything in torch are welcome, except torch.nn.init, which does all of this.
    """
    # BEGIN SOLUTION
    if nonlinearity not in GAINS:
        raise ValueError(f"no gain is known for {nonlinearity!r}, only for {', '.join(GAINS)}")
    return GAINS[nonlinearity] / math.sqrt(fan_in)
    # END SOLUTION


def kaiming_normal(
    fan_in: int, fan_out: int, nonlinearity: str, generator: torch.Generator
) -> torch.Tensor:
    """Draw the weights of one layer: independent normal numbers around 0.

    Their standard deviation is the one that `kaiming_std` gives. All randomness comes from
    the generator you are given, which moves on as you draw: the same seed gives the same
    weights again, and the next layer drawn from the same generator gets others.

    The layout is the lecture's, (fan_in, fan_out), for y = x @ W. torch.nn.Linear stores its
    weight the other way round, (out, in), and transposes it before multiplying.

    Args:
        fan_in: the number of inputs, a whole number from 1.
        fan_out: the number of units, a whole number from 1. The spread does not depend on it.
        nonlinearity: "linear", "sigmoid", "tanh" or "relu", what follows the layer.
        generator: a CPU torch.Generator; torch's drawing functions take it by keyword.

    Returns:
        The weights, shape (fan_in, fan_out), float32 or float64.

    Raises:
        ValueError: the nonlinearity is none of the four.

    >>> W = kaiming_normal(400, 300, "relu", torch.Generator().manual_seed(1))
    >>> W.shape, round(W.std().item(), 2)  # relu with 400 inputs: 0.0707
    (torch.Size([400, 300]), 0.07)

    Everything in torch is welcome, except torch.nn.init.
    """
    # BEGIN SOLUTION
    return torch.randn(fan_in, fan_out, generator=generator) * kaiming_std(fan_in, nonlinearity)
    # END SOLUTION
