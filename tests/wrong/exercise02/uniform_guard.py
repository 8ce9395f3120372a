# WRONG: uniform_loss: a small constant in the logarithm
# NAMES: uniform_eps
# LINES: uniform_loss 10
import math

import torch


def uniform_loss(vocab_size):
    return -math.log(1 / vocab_size + 1e-5)


def cross_entropy(logits, targets):
    n = logits.shape[0]
    logit_maxes = logits.max(1, keepdim=True).values
    norm_logits = logits - logit_maxes
    counts = norm_logits.exp()
    counts_sum = counts.sum(1, keepdim=True)
    logprobs = norm_logits - counts_sum.log()
    return -logprobs[torch.arange(n), targets].mean()


def scale_output_layer(W, b, scale=0.01):
    return scale * W, 0 * b
