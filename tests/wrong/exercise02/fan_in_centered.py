# WRONG: scale_output_layer: superfluous 1/sqrt(fan_in); W centered first; bias scaled instead of zero
# LINES: scale_output_layer 17 18 19
import torch
from math import log


def uniform_loss(vocab_size):
    return log(vocab_size)


def cross_entropy(logits, targets):
    return -torch.log_softmax(logits, dim=1)[torch.arange(targets.shape[0]), targets].mean()


def scale_output_layer(W, b, scale=0.01):
    fan_in = W.shape[0]
    centered = W - W.mean()
    W_out = centered * scale / fan_in**0.5
    return W_out, scale * b
