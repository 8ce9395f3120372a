"""The numbers behind the lecture's plots: activations, dead neurons, and the size of updates.

Fill in the four functions, then run `grade exercise06`; `grade hint exercise06` gives a hint.
"""

import torch


def activation_stats(h: torch.Tensor, threshold: float = 0.97) -> dict[str, float]:
    """Return what the lecture prints for each layer: mean, spread and saturation.

    Args:
        h: activations of one tanh layer, between -1 and 1, (batch, hidden), two entries or more.
        threshold: an activation is saturated when |h| > threshold, strictly.

    Returns:
        A dict with three floats, each over all entries of h at once:
        "mean": their mean;
        "std": their standard deviation, with n - 1 below (correction 1, as torch does it);
        "saturated": the fraction of them that is saturated, from 0.0 to 1.0.

    Nothing is rounded and h is left as it was. torch, numpy or a loop: all are welcome.

    >>> activation_stats(torch.tensor([[1.0, -0.5], [-1.0, 0.5]]))["saturated"]
    0.5
    """
    # BEGIN SOLUTION
    is_saturated = h.abs() > threshold
    return {
        "mean": h.mean().item(),
        "std": h.std().item(),
        "saturated": is_saturated.double().mean().item(),
    }
    # END SOLUTION


def dead_neurons(h: torch.Tensor, threshold: float = 0.99) -> int:
    """Count the neurons that are saturated for every example, and so learn from none.

    Args:
        h: activations of one tanh layer, between -1 and 1, (N, D): a row for each example, a
            column for each neuron.
        threshold: an activation is saturated when |h| > threshold, strictly. At 0.99 the slope
            of tanh is below 0.02; this is stricter than in activation_stats.

    Returns:
        How many of the D neurons are dead, a whole number from 0 to D.

    A neuron is dead at either end of tanh, and also where it jumps from one end to the other.
    h is left as it was. torch, numpy or a loop: all are welcome.

    >>> dead_neurons(torch.tensor([[1.0, 1.0, 0.2], [1.0, -1.0, 1.0]]))
    2
    """
    # BEGIN SOLUTION
    is_saturated = h.abs() > threshold
    return int(is_saturated.all(dim=0).sum())
    # END SOLUTION


def update_ratio(param: torch.Tensor, grad: torch.Tensor, lr: float) -> float:
    """Return how large one step of gradient descent is beside the parameter, as a power of ten.

    Args:
        param: a parameter of any shape, with two entries or more that are not all equal.
        grad: d loss / d param, in the same shape; its entries are not all equal either.
        lr: the learning rate, above 0. The step is param - lr * grad.

    Returns:
        The logarithm to base 10 of the standard deviation of the update, lr * grad, divided by
        that of param; each over all entries. About -3 is healthy: a step of a thousandth.

    The two tensors are left as they were. torch, numpy, math or a loop: all are welcome.

    >>> round(update_ratio(torch.tensor([-1.0, 1.0]), torch.tensor([0.3, 0.1]), 0.1), 4)
    -2.0
    """
    # BEGIN SOLUTION
    update = lr * grad
    return torch.log10(update.std() / param.std()).item()
    # END SOLUTION


def density_histogram(t: torch.Tensor, bins: int = 50) -> tuple[torch.Tensor, torch.Tensor]:
    """Return a histogram whose bars have the area 1 together.

    Args:
        t: numbers in any shape, not all of them equal; the shape does not matter.
        bins: how many bins of equal width lie between the smallest number and the largest, 1 or
            more.

    Returns:
        density: (bins,), the height of each bar: the fraction of all numbers that lies in the
            bin, divided by the width of the bin. A height may well be above 1.
        edges: (bins + 1,), rising in equal steps from the smallest number to the largest.

    The last bin holds its right edge, so that the largest number is counted. The edges keep the
    precision of t (float64 in, float64 out; torch.linspace has a dtype), and t is left as it was.
    torch, numpy (also their histogram functions) or a loop: all are welcome.

    >>> density_histogram(torch.tensor([0.0, 0.1, 0.3, 1.0]), 2)
    (tensor([1.5000, 0.5000]), tensor([0.0000, 0.5000, 1.0000]))
    """
    # BEGIN SOLUTION
    values = t.flatten()
    low, high = values.min().item(), values.max().item()
    edges = torch.linspace(low, high, bins + 1, dtype=t.dtype)
    width = (high - low) / bins
    bin_of = ((values - low) / width).long().clamp(max=bins - 1)  # the largest joins the last bin
    counts = torch.bincount(bin_of, minlength=bins)
    density = counts.to(t.dtype) / (len(values) * width)
    return density, edges
    # END SOLUTION
