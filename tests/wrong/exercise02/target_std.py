# WRONG: scale_output_layer: it brings the weights to the standard deviation `scale` instead of multiplying them by `scale`.
# LINES: scale_output_layer 18 19
import math

import torch


def uniform_loss(vocab_size):
    return math.log(vocab_size)


def cross_entropy(logits, targets):
    rows = torch.arange(logits.shape[0])
    return (torch.logsumexp(logits, 1) - logits[rows, targets]).sum() / logits.shape[0]


def scale_output_layer(W, b, scale=0.01):
    spread = torch.sqrt(((W - W.mean()) ** 2).mean())
    return W / spread * scale, torch.zeros_like(b)
