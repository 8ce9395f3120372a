"""BatchNorm, forward: give every neuron mean 0 and spread 1, then let the network rescale it.

Fill in the function, then run `grade exercise04`; `grade hint exercise04` gives a hint.
"""

import torch


def batchnorm_forward(
    x: torch.Tensor,
    gamma: torch.Tensor,
    beta: torch.Tensor,
    running_mean: torch.Tensor,
    running_var: torch.Tensor,
    *,
    training: bool,
    momentum: float = 0.1,
    eps: float = 1e-5,
    correction: int = 0,
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Normalize each column of a batch; return the output and the two new buffers.

    A column is centered and divided by its standard deviation, sqrt(variance + eps). Then it is
    multiplied by gamma and shifted by beta. Three variances are in play:

        where                   which variance
        output in training      of this batch, divided by n - correction: correction 0 is the
                                paper's and torch's choice, 1 is the lecture's
        buffer in training      of this batch, divided by n - 1, whatever `correction` says
        output in evaluation    the buffer running_var, as it is

    In training each buffer becomes (1 - momentum) * old + momentum * batch, where `batch` is the
    mean or the variance of this batch. Keras calls the weight of the *old* value momentum; here,
    as in torch, it is the weight of the new one. In evaluation mean and variance come from the
    buffers, and these are returned unchanged.

    Args:
        x: pre-activations, (n, features), float64 or float32.
        gamma: the gain of each feature, (features,); the lecture calls it bngain.
        beta: the shift of each feature, (features,); the lecture's bnbias.
        running_mean: the mean of earlier batches, a slowly moving average, (features,).
        running_var: their variance, (features,). It is a variance, not a standard deviation.
        training: True to use the statistics of x, False to use the buffers.
        momentum: the weight of this batch in the buffers, from 0 to 1.
        eps: a small number above 0, added to the variance, under the square root.
        correction: 0 or 1, taken off n where the output's variance is divided.

    Returns:
        (out, new running_mean, new running_var) of the shapes (n, features), (features,) and
        (features,). If you stay in torch, gradients flow through out, and through the mean and
        variance of the batch, back to x. The buffers never require grad.

    Raises:
        ValueError: in training, x has fewer than two rows. One row has no spread.

    Nothing is changed in place, neither x nor the buffers. torch.mean, torch.var and arithmetic
    are welcome, numpy too; torch's own BatchNorm (batch_norm, nn.BatchNorm1d) and autograd's
    functions are not.

    >>> x = torch.tensor([[0.0], [0.0], [4.0], [4.0]])
    >>> gamma, beta = torch.tensor([3.0]), torch.tensor([10.0])
    >>> out, mean, var = batchnorm_forward(
    ...     x, gamma, beta, torch.zeros(1), torch.ones(1), training=True
    ... )
    >>> out.T, mean, var
    (tensor([[ 7.0000,  7.0000, 13.0000, 13.0000]]), tensor([0.2000]), tensor([1.4333]))
    """
    # BEGIN SOLUTION
    if training:
        if x.shape[0] < 2:
            raise ValueError(f"a batch needs at least two rows, got {x.shape[0]}")
        mean = x.mean(dim=0)
        var = x.var(dim=0, correction=correction)
        with torch.no_grad():  # a buffer that kept its graph would keep every batch alive
            running_mean = (1 - momentum) * running_mean + momentum * mean
            running_var = (1 - momentum) * running_var + momentum * x.var(dim=0, correction=1)
    else:
        mean, var = running_mean, running_var
    x_hat = (x - mean) / torch.sqrt(var + eps)
    return gamma * x_hat + beta, running_mean, running_var
    # END SOLUTION
