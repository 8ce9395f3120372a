# WRONG: cross_entropy: the logarithm of the mean probability, in base 2
# NAMES: log_of_mean + bits
# LINES: cross_entropy 11
import math

import torch


def cross_entropy(logits, targets):
    p = torch.softmax(logits, 1)[torch.arange(len(targets)), targets]
    return -torch.log2(p.mean())


def uniform_loss(vocab_size):
    return -math.log(1 / vocab_size)


def scale_output_layer(W, b, scale=0.01):
    return scale * W, 0 * b
