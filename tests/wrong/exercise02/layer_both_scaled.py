# WRONG: scale_output_layer: the bias is multiplied by scale
# NAMES: scale_bias_scaled
# LINES: scale_output_layer 12
import math

import torch


def scale_output_layer(W, b, scale=0.01):
    out = []
    for p in (W, b):
        out.append(p * scale)
    return tuple(out)


def uniform_loss(vocab_size):
    return -math.log(1 / vocab_size)


def cross_entropy(logits, targets):
    n = logits.shape[0]
    logit_maxes = logits.max(1, keepdim=True).values
    norm_logits = logits - logit_maxes
    counts = norm_logits.exp()
    counts_sum = counts.sum(1, keepdim=True)
    logprobs = norm_logits - counts_sum.log()
    return -logprobs[torch.arange(n), targets].mean()
