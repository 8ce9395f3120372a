# WRONG: cross_entropy: exp overflows
# NAMES: naive_softmax
# LINES: cross_entropy 10
import math

import torch


def cross_entropy(logits, targets):
    counts = logits.exp()
    prob = counts / counts.sum(1, keepdims=True)
    return -prob[torch.arange(len(targets)), targets].log().mean()


def uniform_loss(vocab_size):
    return -math.log(1 / vocab_size)


def scale_output_layer(W, b, scale=0.01):
    return scale * W, 0 * b
