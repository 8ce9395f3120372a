# WRONG: cross_entropy: the maximum is subtracted once and added twice
# NAMES: max_only_from_target
# LINES: cross_entropy 13
import math

import torch


def cross_entropy(logits, targets):
    top = logits.max(dim=1).values
    shifted = logits - top[:, None]
    lse = top + shifted.logsumexp(1)
    own = shifted[torch.arange(len(top)), targets]
    return (lse - own).mean()


def uniform_loss(vocab_size):
    return torch.tensor(float(vocab_size)).double().log().item()


def scale_output_layer(W, b, scale=0.01):
    W2 = W.clone() * scale
    b2 = torch.zeros(b.shape, dtype=b.dtype)
    return W2, b2
