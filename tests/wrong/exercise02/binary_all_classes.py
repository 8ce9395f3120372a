# WRONG: cross_entropy: binary cross-entropy over all classes, the wrong classes add -log(1 - p) too
# WRONG: scale_output_layer: normalises W to the standard deviation `scale` instead of multiplying by it

import math

import torch
import torch.nn.functional as F


def uniform_loss(vocab_size):
    p = 1 / vocab_size
    return -math.log(p)
def cross_entropy(logits, targets):
    p = torch.softmax(logits, 1).clamp(1e-12, 1 - 1e-12)
    y = F.one_hot(targets, logits.shape[1]).to(p.dtype)
    bce = -(y * p.log() + (1 - y) * (1 - p).log())
    return bce.sum(1).mean()


def scale_output_layer(W, b, scale=0.01):
    W = (W - W.mean()) / W.std()
    return W * scale, torch.zeros_like(b)
