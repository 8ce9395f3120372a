# WRONG: cross_entropy: label smoothing of 0.2
# NAMES: label_smoothing
# LINES: cross_entropy 10
import math

import torch


def cross_entropy(logits, targets):
    a = 0.2
    logp = torch.log_softmax(logits, 1)
    nll = -logp[torch.arange(len(targets)), targets]
    return ((1 - a) * nll - a * logp.mean(1)).mean()


def uniform_loss(vocab_size):
    return torch.tensor(float(vocab_size)).double().log().item()


def scale_output_layer(W, b, scale=0.01):
    W2 = W.clone() * scale
    b2 = torch.zeros(b.shape, dtype=b.dtype)
    return W2, b2
