# WRONG: cross_entropy: sums over the rows instead of taking the mean
# LINES: cross_entropy 15

import math

import torch


def uniform_loss(vocab_size):
    return math.log(vocab_size)
def cross_entropy(logits, targets):
    total = 0.0
    for row, t in zip(logits, targets):
        total = total + torch.logsumexp(row, 0) - row[t]
    return total


def scale_output_layer(W, b, scale=0.01):
    return W * scale, torch.zeros_like(b)
