# WRONG: cross_entropy: the losses are summed
# NAMES: sum
# LINES: cross_entropy 15
import math

import numpy as np
import torch


def cross_entropy(logits, targets):
    a = logits.detach().numpy()
    m = a.max(axis=1, keepdims=True)
    lse = np.log(np.exp(a - m).sum(axis=1)) + m[:, 0]
    own = a[np.arange(len(a)), targets.numpy()]
    return float((lse - own).sum())


def uniform_loss(vocab_size):
    return torch.tensor(float(vocab_size)).double().log().item()


def scale_output_layer(W, b, scale=0.01):
    W2 = W.clone() * scale
    b2 = torch.zeros(b.shape, dtype=b.dtype)
    return W2, b2
