# WRONG: cross_entropy: clips the probabilities at 1e-7
# NAMES: p_clipped_both
# LINES: cross_entropy 12
import math

import torch
import torch.nn.functional as F


def cross_entropy(logits, targets):
    probs = F.softmax(logits, dim=-1)
    probs = torch.clip(probs, 1e-7, 1 - 1e-7)
    onehot = F.one_hot(targets, logits.shape[-1])
    return -(onehot * probs.log()).sum(-1).mean()


def uniform_loss(vocab_size):
    return -math.log(1 / vocab_size)


def scale_output_layer(W, b, scale=0.01):
    return scale * W, 0 * b
