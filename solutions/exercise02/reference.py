"""The loss that a network should have before training, and how to make it start there.

Fill in the three functions, then run `grade exercise02`; `grade hint exercise02` gives a hint.
"""

import math

import torch


def uniform_loss(vocab_size: int) -> float:
    """Return the loss of a model that gives every class the same probability.

    Args:
        vocab_size: the number of classes, a whole number from 1. The lecture's network has 27:
            the letters a to z, and the dot that ends a name.

    Returns:
        The loss in nats (natural logarithm), 0 or more. It depends on nothing else: whatever
        the right class is, it had the same probability as all others.

    >>> round(uniform_loss(27), 4)
    3.2958

    `math` and torch are welcome.
    """
    # BEGIN SOLUTION
    return math.log(vocab_size)
    # END SOLUTION


def cross_entropy(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Return the mean negative log-likelihood of the targets, in nats.

    A row of logits becomes probabilities by softmax. Only the probability of the row's target
    counts; its negative logarithm is the loss of the row.

    Args:
        logits: what the last layer gives, (batch, vocab_size), any finite numbers. The loss
            must be right for logits of 100,000 as well, where exp overflows.
        targets: the index of the right class of each row, (batch,), int64, from 0.

    Returns:
        The mean over the rows, one number of 0 or more: a tensor without dimensions or a float.

    The result keeps the precision of the logits (float64 in, float64 out), and both arguments
    are left as they were. torch.logsumexp, torch.log_softmax, torch.exp and torch.log are
    welcome; torch.nn.functional.cross_entropy, nll_loss and their classes in torch.nn are not.

    >>> loss = cross_entropy(torch.tensor([[2.0, 0.0, 0.0], [2.0, 0.0, 0.0]]), torch.tensor([0, 1]))
    >>> round(float(loss), 4)  # the mean of 0.2395 and 2.2395
    1.2395
    """
    # BEGIN SOLUTION
    rows = torch.arange(len(targets))
    log_likelihood = logits[rows, targets] - torch.logsumexp(logits, dim=1)
    return -log_likelihood.mean()
    # END SOLUTION


def scale_output_layer(
    W: torch.Tensor, b: torch.Tensor, scale: float = 0.01
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the last layer's weights and bias, shrunk so that all logits start out nearly equal.

    The last layer computes logits = h @ W + b. Both were drawn as plain normal numbers, far too
    large. A bias has no reason to favor a class yet, so it starts at exactly 0.

    Args:
        W: weights, (hidden, vocab_size).
        b: bias, (vocab_size,).
        scale: the factor for W, 0 or more. What is small enough depends on the layer.

    Returns:
        Two new tensors, W and b, in the shapes of the arguments, which are left as they were.

    >>> W, b = scale_output_layer(torch.tensor([[1.0, -2.0]]), torch.tensor([3.0, 4.0]), 0.5)
    >>> W, b
    (tensor([[ 0.5000, -1.0000]]), tensor([0., 0.]))

    Everything in torch is welcome.
    """
    # BEGIN SOLUTION
    return W * scale, torch.zeros_like(b)
    # END SOLUTION
