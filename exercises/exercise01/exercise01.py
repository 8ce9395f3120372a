"""How much gradient gets through a tanh, and how many activations sit on its flat ends.

Fill in the three functions, then run `grade exercise01`; `grade hint exercise01` gives a hint.
"""

import torch


def tanh_derivative(x: torch.Tensor) -> torch.Tensor:
    """Return the slope of tanh at each pre-activation.

    Args:
        x: pre-activations (what goes *into* tanh), in the lecture (batch, hidden).
            Any real number is allowed; the slope must stay finite up to |x| = 10,000.

    Returns:
        d tanh(x) / dx for every element on its own, in the shape of x.

    The result keeps the precision of x (float64 in, float64 out), and x is left as it was.
    torch.tanh, torch.cosh, torch.exp and arithmetic are welcome; autograd is not.

    >>> tanh_derivative(torch.tensor([[0.0, 1.0, 3.0]]))
    tensor([[1.0000, 0.4200, 0.0099]])
    """
    raise NotImplementedError("tanh_derivative is not written yet")


def tanh_backward(grad_out: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
    """Carry a gradient backward through h = tanh(x).

    Args:
        grad_out: d loss / d h, the gradient that arrives from above, (batch, hidden).
        x: the pre-activations of the forward pass, *not* h, in the same shape.

    Returns:
        d loss / d x, one number for every element, in the same shape.

    Both arguments are left as they were. You may call tanh_derivative; autograd is not allowed.

    >>> tanh_backward(torch.tensor([[10.0, -10.0]]), torch.tensor([[1.0, 3.0]]))
    tensor([[ 4.1997, -0.0987]])
    """
    raise NotImplementedError("tanh_backward is not written yet")


def saturation(h: torch.Tensor, threshold: float = 0.97) -> float:
    """Return which part of the activations lies on the flat ends of tanh.

    Args:
        h: activations (what comes *out of* tanh), between -1 and 1, (batch, hidden).
        threshold: an activation is saturated when |h| > threshold, strictly.

    Returns:
        The saturated fraction of all entries of h, from 0.0 to 1.0.

    h is left as it was. torch, numpy or a loop: all are welcome.

    >>> saturation(torch.tensor([[0.99, -0.98], [0.30, -0.60]]))
    0.5
    """
    raise NotImplementedError("saturation is not written yet")
