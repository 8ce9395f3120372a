# WRONG: scale_output_layer: sets the standard deviation, population formula
# LINES: scale_output_layer 9
import math

import torch


def scale_output_layer(W, b, scale=0.01):
    sigma = W.std(correction=0)
    return W / sigma * scale, torch.zeros_like(b)


def uniform_loss(vocab_size):
    return torch.tensor(float(vocab_size)).double().log().item()


def cross_entropy(logits, targets):
    logp = torch.log_softmax(logits, dim=1)
    return -logp[range(len(targets)), targets].mean()
