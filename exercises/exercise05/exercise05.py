"""BatchNorm, backward: carry a gradient through a layer whose rows all depend on one another.

Fill in the function, then run `grade exercise05`; `grade hint exercise05` gives a hint.
"""

import torch


def batchnorm_backward(
    grad_out: torch.Tensor, cache: dict
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return the gradients for the input, the gain and the shift of a BatchNorm in training.

    The forward pass computed, with n rows:

        mean = x.mean(dim=0)
        var = ((x - mean) ** 2).sum(dim=0) / (n - correction)
        inv_std = 1 / torch.sqrt(var + eps)
        x_hat = (x - mean) * inv_std
        out = gamma * x_hat + beta
        cache = {"x": x, "mean": mean, "var": var, "x_hat": x_hat, "inv_std": inv_std,
                 "gamma": gamma, "eps": eps, "correction": correction}

    There are three paths from out back to x: straight through x_hat, through the variance, and
    through the mean. dx is the sum of what comes back on all three. (The mean also stands in the
    line of the variance, but nothing comes back there: distances from the mean sum to 0.)

    Args:
        grad_out: d loss / d out, the gradient that arrives from above, (n, features), n >= 2.
        cache: the dict above, whose tensors are (n, features) for x and x_hat, and (features,)
            for mean, var, inv_std and gamma. eps is a float, correction is 0 or 1. There is more
            in it than you need.

    Returns:
        (dx, dgamma, dbeta): d loss / d x, d loss / d gamma and d loss / d beta, of the shapes
        (n, features), (features,) and (features,), in this order.

    Neither grad_out nor the cache is changed. torch, numpy and loops are welcome; autograd is not.

    >>> x_hat = torch.tensor([[-1.0], [-1.0], [1.0], [1.0]])  # of x = 0, 0, 4, 4
    >>> cache = {"x": 2 * x_hat + 2, "mean": torch.tensor([2.0]), "var": torch.tensor([4.0]),
    ...          "x_hat": x_hat, "inv_std": torch.tensor([0.5]),
    ...          "gamma": torch.tensor([3.0]), "eps": 0.0, "correction": 0}
    >>> dx, dgamma, dbeta = batchnorm_backward(torch.tensor([[1.0], [0.0], [0.0], [0.0]]), cache)
    >>> dx.T, dgamma, dbeta
    (tensor([[ 0.7500, -0.7500,  0.0000,  0.0000]]), tensor([-1.]), tensor([1.]))
    """
    raise NotImplementedError("batchnorm_backward is not written yet")
