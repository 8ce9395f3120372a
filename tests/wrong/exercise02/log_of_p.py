# WRONG: uniform_loss: returns log(1/n), the minus is missing
# LINES: uniform_loss 11

import math

import torch


def uniform_loss(vocab_size):
    probability = 1.0 / vocab_size
    return math.log(probability)


def cross_entropy(logits, targets):
    right = logits.gather(1, targets.unsqueeze(1)).squeeze(1)
    return (torch.logsumexp(logits, 1) - right).mean()
def scale_output_layer(W, b, scale=0.01):
    return W * scale, torch.zeros_like(b)
