# WRONG: cross_entropy: divides by batch and classes
# NAMES: mean_of_entries
# LINES: cross_entropy 12
import math

import torch


def cross_entropy(logits, targets):
    onehot = torch.zeros_like(logits)
    onehot[torch.arange(len(targets)), targets] = 1
    return -(onehot * logits.log_softmax(1)).mean()


def uniform_loss(vocab_size):
    return -math.log(1 / vocab_size)


def scale_output_layer(W, b, scale=0.01):
    return scale * W, 0 * b
