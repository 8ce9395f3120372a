# WRONG: uniform_loss: takes the logarithm to base 2
# LINES: uniform_loss 10

import math

import torch


def uniform_loss(vocab_size):
    return math.log2(vocab_size)


def cross_entropy(logits, targets):
    logp = torch.log_softmax(logits, dim=1)
    return -logp[torch.arange(len(targets)), targets].mean()
def scale_output_layer(W, b, scale=0.01):
    return W * scale, torch.zeros_like(b)
