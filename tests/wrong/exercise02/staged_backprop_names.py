# WRONG: cross_entropy: log of the counts' sum is added, not subtracted
# LINES: cross_entropy 14
import math

import torch


def cross_entropy(logits, targets):
    n = logits.shape[0]
    logit_maxes = logits.max(1, keepdim=True).values
    norm_logits = logits - logit_maxes
    counts = norm_logits.exp()
    counts_sum = counts.sum(1, keepdim=True)
    logprobs = norm_logits + counts_sum.log()
    loss = -logprobs[range(n), targets].mean()
    return loss


def uniform_loss(vocab_size):
    return -math.log(1 / vocab_size)


def scale_output_layer(W, b, scale=0.01):
    return scale * W, 0 * b
