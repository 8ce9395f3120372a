# WRONG: cross_entropy: adds 1e-12 to the probability
# NAMES: eps_in_log
# LINES: cross_entropy 13
import math

import torch


def cross_entropy(logits, targets):
    z = logits - logits.max(1, keepdim=True).values
    p = z.exp() / z.exp().sum(1, keepdim=True)
    picked = p[torch.arange(len(p)), targets]
    return -(picked + 1e-12).log().mean()


def uniform_loss(vocab_size):
    return torch.tensor(float(vocab_size)).double().log().item()


def scale_output_layer(W, b, scale=0.01):
    W2 = W.clone() * scale
    b2 = torch.zeros(b.shape, dtype=b.dtype)
    return W2, b2
