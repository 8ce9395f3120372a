# WRONG: uniform_loss: 26 letters, in bits
# NAMES: uniform_bits + exp_26
# LINES: uniform_loss 10
import math

import torch


def uniform_loss(vocab_size):
    return math.log2(vocab_size - 1)


def cross_entropy(logits, targets):
    logp = torch.log_softmax(logits, dim=1)
    return -logp[range(len(targets)), targets].mean()


def scale_output_layer(W, b, scale=0.01):
    W2 = W.clone() * scale
    b2 = torch.zeros(b.shape, dtype=b.dtype)
    return W2, b2
