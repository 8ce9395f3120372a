# WRONG: scale_output_layer: root of the scale on W; bias scaled instead of zero
# LINES: scale_output_layer 18 20
import math

import torch


def uniform_loss(vocab_size):
    return math.log(vocab_size)


def cross_entropy(logits, targets):
    nll = torch.logsumexp(logits, dim=-1) - logits[torch.arange(len(logits)), targets]
    return nll.mean()


def scale_output_layer(W, b, scale=0.01):
    factor = math.sqrt(scale)
    W_small = W * factor
    b_small = b * scale
    return W_small, b_small
