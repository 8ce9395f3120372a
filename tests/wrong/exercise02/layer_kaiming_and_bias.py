# WRONG: scale_output_layer: divides by the root of fan-in too, keeps the bias
# NAMES: scale_fan_in + scale_keeps_bias
# LINES: scale_output_layer 11 12
import math

import torch


def scale_output_layer(W, b, scale=0.01):
    fan_in = W.size(0)
    W_new = W / fan_in ** 0.5 * scale
    return W_new, b.detach().clone()


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
