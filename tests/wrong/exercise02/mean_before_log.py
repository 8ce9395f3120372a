# WRONG: cross_entropy: it averages the probabilities of the targets first and takes the logarithm of that mean.
# LINES: cross_entropy 16
import math

import torch


def uniform_loss(vocab_size: int) -> float:
    return math.log(vocab_size)


def cross_entropy(logits, targets):
    # log-space the whole way, so that huge logits are fine
    n = targets.numel()
    ll = logits.gather(1, targets.view(-1, 1)).view(-1) - logits.logsumexp(1)
    return math.log(n) - torch.logsumexp(ll, dim=0)


def scale_output_layer(W, b, scale=0.01):
    new = {"W": W.mul(scale), "b": b.new_zeros(b.shape)}
    return new["W"], new["b"]
