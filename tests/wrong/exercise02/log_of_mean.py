# WRONG: cross_entropy: averages the probabilities first and takes the logarithm afterwards
# LINES: cross_entropy 15

import math

import torch


def uniform_loss(vocab_size):
    return math.log(vocab_size)
def cross_entropy(logits, targets):
    shifted = logits - logits.max(1, keepdim=True).values
    p = shifted.exp() / shifted.exp().sum(1, keepdim=True)
    p_right = p[torch.arange(len(targets)), targets]
    return -torch.log(p_right.mean())


def scale_output_layer(W, b, scale=0.01):
    return W * scale, torch.zeros_like(b)
