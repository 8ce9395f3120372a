# WRONG: scale_output_layer: W is overwritten in place, the caller's weights change
# LINES: scale_output_layer 16

import math

import torch


def uniform_loss(vocab_size):
    p = 1 / vocab_size
    return -math.log(p)
def cross_entropy(logits, targets):
    right = logits.gather(1, targets.unsqueeze(1)).squeeze(1)
    return (torch.logsumexp(logits, 1) - right).mean()
def scale_output_layer(W, b, scale=0.01):
    W.mul_(scale)
    return W, torch.zeros_like(b)
