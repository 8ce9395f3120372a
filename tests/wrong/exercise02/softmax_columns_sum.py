# WRONG: cross_entropy: log-softmax over the wrong axis; sum over the rows instead of mean
# LINES: cross_entropy 13 15
import math

import torch


def uniform_loss(vocab_size):
    return -math.log(1 / vocab_size)


def cross_entropy(logits, targets):
    logp = torch.log_softmax(logits, 0)
    picked = logp[range(len(targets)), targets]
    return -picked.sum()


def scale_output_layer(W, b, scale=0.01):
    return scale * W, 0 * b
