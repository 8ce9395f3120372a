# WRONG: cross_entropy: clamps the probability at 1e-10
# NAMES: p_clipped
# LINES: cross_entropy 10
import math

import torch


def cross_entropy(logits, targets):
    probs = torch.softmax(logits, 1).clamp(min=1e-10)
    n = targets.numel()
    return -torch.log(probs[torch.arange(n), targets]).sum() / n


def uniform_loss(vocab_size):
    return torch.tensor(float(vocab_size)).double().log().item()


def scale_output_layer(W, b, scale=0.01):
    W2 = W.clone() * scale
    b2 = torch.zeros(b.shape, dtype=b.dtype)
    return W2, b2
