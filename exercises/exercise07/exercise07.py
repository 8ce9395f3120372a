"""Zero initialization: which parameters get a gradient when some are 0, and which loss is reached.

Fill in the two functions, then run `grade exercise07`; `grade hint exercise07` gives a hint.
"""

import torch

NAMES = ("C", "W1", "b1", "W2", "b2")


def nonzero_grads(zeroed: frozenset[str]) -> set[str]:
    """Return the parameters that have a gradient at step 0, before anything has been learned.

    The network is the lecture's, with N examples of three characters each:

        emb = C[X].view(N, -1)           # (N, 30): three embeddings side by side
        h = torch.tanh(emb @ W1 + b1)    # (N, 200)
        logits = h @ W2 + b2             # (N, 27)
        loss = F.cross_entropy(logits, Y)

    A parameter "has a gradient" when at least one number of d loss / d parameter is not 0. It
    has none when all of them are exactly 0, so that a step of gradient descent leaves it alone.

    Args:
        zeroed: the names of the parameters that start at 0: any of NAMES, from none of them to
            all five, as a frozenset (a set that cannot be changed). The other parameters are
            generic random numbers: nothing about them is 0, or cancels to 0, by chance. Nor are
            the targets Y perfectly balanced: some characters are more frequent than others.

    Returns:
        The names of the parameters that have a gradient, a set or frozenset.

    Both ways are welcome: to think it through, or to build a small network, call backward and
    look. Building it anew in every call is fast enough as long as it is small.

    >>> sorted(nonzero_grads(frozenset({"W2"})))
    ['W2', 'b2']
    """
    raise NotImplementedError("nonzero_grads is not written yet")


def zero_init_floor(targets: torch.Tensor, vocab_size: int) -> float:
    """Return the loss that the network of zeros falls to, however long it is trained.

    Started with all five parameters at 0, the network predicts the same probabilities for every
    example, and training can only choose which. The floor is the mean cross-entropy on `targets`
    of the best such choice.

    Args:
        targets: the class of each example, int64, (N,), N from 1, each from 0 to vocab_size - 1.
        vocab_size: the number of classes. Some of them may never occur among the targets; these
            add nothing to the loss.

    Returns:
        The floor in nats (natural logarithm), from 0.0 to ln(vocab_size).

    targets is left as it was. torch, numpy, collections.Counter or a loop: all are welcome.

    >>> round(zero_init_floor(torch.tensor([0, 0, 1, 2]), 3), 4)
    1.0397
    """
    raise NotImplementedError("zero_init_floor is not written yet")
