# WRONG: cross_entropy: softmax is applied twice
# NAMES: softmax_twice
# LINES: cross_entropy 13
import math

import torch


def cross_entropy(logits, targets):
    losses = []
    for i in range(len(targets)):
        p = torch.softmax(logits[i], 0)
        q = torch.softmax(p, 0)
        losses.append(-torch.log(q[targets[i]]))
    return torch.stack(losses).mean()


def uniform_loss(vocab_size):
    return torch.tensor(float(vocab_size)).double().log().item()


def scale_output_layer(W, b, scale=0.01):
    W2 = W.clone() * scale
    b2 = torch.zeros(b.shape, dtype=b.dtype)
    return W2, b2
