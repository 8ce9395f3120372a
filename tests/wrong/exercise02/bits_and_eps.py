# WRONG: cross_entropy: log2, with a small constant
# NAMES: bits + eps_in_log
# LINES: cross_entropy 12
import math

import torch


def cross_entropy(logits, targets):
    p = torch.softmax(logits, dim=1)
    p_target = p.gather(1, targets[:, None]).squeeze(1)
    return -torch.log2(p_target + 1e-9).mean()


def uniform_loss(vocab_size):
    return torch.tensor(float(vocab_size)).double().log().item()


def scale_output_layer(W, b, scale=0.01):
    W2 = W.clone() * scale
    b2 = torch.zeros(b.shape, dtype=b.dtype)
    return W2, b2
