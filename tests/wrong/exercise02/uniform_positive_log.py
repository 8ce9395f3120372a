# WRONG: uniform_loss: the sign is missing
# NAMES: exp_negative
# LINES: uniform_loss 12
import math

import numpy as np
import torch


def uniform_loss(vocab_size):
    p = 1.0 / vocab_size
    return np.log(p)


def cross_entropy(logits, targets):
    logp = torch.log_softmax(logits, dim=1)
    return -logp[range(len(targets)), targets].mean()


def scale_output_layer(W, b, scale=0.01):
    W2 = W.clone() * scale
    b2 = torch.zeros(b.shape, dtype=b.dtype)
    return W2, b2
