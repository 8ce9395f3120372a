# WRONG: cross_entropy: exponentiates the logits without subtracting the maximum, large ones overflow to nan
# LINES: cross_entropy 12

import math

import torch


def uniform_loss(vocab_size):
    return math.log(vocab_size)
def cross_entropy(logits, targets):
    counts = logits.exp()
    prob = counts / counts.sum(1, keepdim=True)
    n = logits.shape[0]
    return -prob[torch.arange(n), targets].log().mean()


def scale_output_layer(W, b, scale=0.01):
    new_W = W.clone()
    new_W *= scale
    new_b = b * 0
    return new_W, new_b
