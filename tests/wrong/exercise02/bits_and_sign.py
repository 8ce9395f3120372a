# WRONG: cross_entropy: base-2 logarithm; sign of the loss
# LINES: cross_entropy 14 16
import math

import torch


def uniform_loss(vocab_size):
    return math.log(vocab_size)


def cross_entropy(logits, targets):
    shifted = logits - logits.max(dim=1, keepdim=True).values
    log_sum = shifted.exp().sum(dim=1).log2()
    own = shifted.gather(1, targets.unsqueeze(1)).squeeze(1)
    return (own - log_sum).mean()


def scale_output_layer(W, b, scale=0.01):
    new_W = W.clone()
    new_W *= scale
    return new_W, torch.zeros_like(b)
