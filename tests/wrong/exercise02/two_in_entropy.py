# WRONG: cross_entropy: the logarithm has base 10 and the loss is the plain mean of minus log p over all classes, the targets are not used.
# LINES: cross_entropy 13 14
import math

import torch


def uniform_loss(vocab_size):
    return math.log(vocab_size, math.e)


def cross_entropy(logits, targets):
    logp = torch.log_softmax(logits, dim=1) / math.log(10)
    per_row = -logp.mean(dim=1)
    return per_row.mean()


def scale_output_layer(W, b, scale=0.01):
    W2 = torch.einsum("ij,->ij", W, torch.tensor(scale, dtype=W.dtype))
    b2 = torch.full_like(b, 0.0)
    return W2, b2
