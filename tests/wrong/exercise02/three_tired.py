# WRONG: uniform_loss: it returns the probability-weighted surprise of one class, ln(V)/V, instead of the surprise.
# WRONG: cross_entropy: the sign is missing, so the loss is negative.
# WRONG: scale_output_layer: the weights are divided by scale, which makes them a hundred times larger.
# LINES: uniform_loss 14
# LINES: cross_entropy 20
# LINES: scale_output_layer 26
import math

import torch


def uniform_loss(vocab_size):
    p = 1 / vocab_size
    return -p * math.log(p)


def cross_entropy(logits, targets):
    logp = logits.log_softmax(dim=1)
    picked = torch.take_along_dim(logp, targets[:, None], dim=1)
    return picked.mean()


def scale_output_layer(W, b, scale=0.01):
    if scale == 0:
        return torch.zeros_like(W), torch.zeros_like(b)
    return W / scale, torch.zeros_like(b)
