# WRONG: cross_entropy: the maximum is not added back
# NAMES: max_not_restored
# LINES: cross_entropy 11
import math

import torch


def cross_entropy(logits, targets):
    top, _ = logits.max(dim=1)
    lse = (logits - top[:, None]).exp().sum(dim=1).log()
    own = logits.gather(1, targets.view(-1, 1)).view(-1)
    return (lse - own).mean()


def uniform_loss(vocab_size):
    return -math.log(1 / vocab_size)


def scale_output_layer(W, b, scale=0.01):
    return scale * W, 0 * b
