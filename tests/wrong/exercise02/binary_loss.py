# WRONG: cross_entropy: a sigmoid for each class
# LINES: cross_entropy 11 12
import math

import torch
import torch.nn.functional as F


def cross_entropy(logits, targets):
    y = F.one_hot(targets, logits.shape[1]).double()
    p = torch.sigmoid(logits)
    return -(y * p.log() + (1 - y) * (1 - p).log()).mean()


def uniform_loss(vocab_size):
    return -math.log(1 / vocab_size)


def scale_output_layer(W, b, scale=0.01):
    return scale * W, 0 * b
