"""Folding BatchNorm: a trained Linear and its BatchNorm become one Linear that does the same.

Fill in the function, then run `grade exercise08`; `grade hint exercise08` gives a hint.
"""

import torch


def fold_batchnorm(
    W: torch.Tensor,
    b: torch.Tensor | None,
    gamma: torch.Tensor,
    beta: torch.Tensor,
    running_mean: torch.Tensor,
    running_var: torch.Tensor,
    eps: float = 1e-5,
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the weights and the bias of one Linear that does the work of two layers.

    The two layers are, for a batch x of shape (n, fan_in), in evaluation:

        z = x @ W + b                                                      # (n, fan_out)
        out = gamma * (z - running_mean) / sqrt(running_var + eps) + beta  # (n, fan_out)

    Find W′ and b′ with x @ W′ + b′ == out for every x, up to rounding.

    Args:
        W: the weights, (fan_in, fan_out); one column makes one output. torch.nn.Linear stores
            its weight the other way round, (out, in).
        b: the bias, (fan_out,), or None: a Linear before a BatchNorm usually has no bias.
        gamma: the gain of each output, (fan_out,), of any sign; 0 is allowed.
        beta: the shift of each output, (fan_out,).
        running_mean: the mean that training has left behind, (fan_out,).
        running_var: the variance, not the standard deviation, (fan_out,), from 0.
        eps: a number above 0, added to the variance, under the square root.

    Returns:
        (W′, b′), of the shapes (fan_in, fan_out) and (fan_out,). b′ is a tensor also where b is
        None. float64 comes back as float64.

    All arguments are left as they were: the network may still be needed for training. Nothing is
    forbidden here; torch, numpy or loops are welcome.

    >>> one = torch.ones(1)
    >>> W, b = fold_batchnorm(2 * one[None], 3 * one, 6 * one, one, one, 3.75 * one, 0.25)
    >>> W, b  # gamma is 6 and the standard deviation sqrt(3.75 + 0.25) = 2
    (tensor([[6.]]), tensor([7.]))
    """
    # BEGIN SOLUTION
    s = gamma / torch.sqrt(running_var + eps)
    if b is None:
        b = torch.zeros_like(running_mean)
    return W * s, (b - running_mean) * s + beta
    # END SOLUTION
