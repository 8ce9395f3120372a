# WRONG: cross_entropy: computes in float32, float64 logits lose their precision
# WRONG: scale_output_layer: always multiplies by 0.01, the argument scale is ignored
# LINES: cross_entropy 14
# LINES: scale_output_layer 21

import math

import torch


def uniform_loss(vocab_size):
    return math.log(vocab_size)
def cross_entropy(logits, targets):
    z = logits.float()
    z = z - z.max(dim=1, keepdim=True)[0]
    nll = z.exp().sum(1).log() - z[torch.arange(z.shape[0]), targets]
    return nll.mean()


def scale_output_layer(W, b, scale=0.01):
    return 0.01 * W, torch.zeros_like(b)
