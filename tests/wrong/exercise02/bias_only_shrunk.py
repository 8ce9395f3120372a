# WRONG: scale_output_layer: the bias is scaled as well instead of being set to 0
# LINES: scale_output_layer 15

import math

import torch


def uniform_loss(vocab_size):
    return math.log(vocab_size)
def cross_entropy(logits, targets):
    logp = torch.log_softmax(logits, dim=1)
    return -logp[torch.arange(len(targets)), targets].mean()
def scale_output_layer(W, b, scale=0.01):
    return W * scale, b * scale
