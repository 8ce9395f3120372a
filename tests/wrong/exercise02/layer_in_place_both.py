# WRONG: scale_output_layer: writes into W and into b
# NAMES: scale_in_place
# LINES: scale_output_layer 10 11
import math

import torch


def scale_output_layer(W, b, scale=0.01):
    W *= scale
    b *= 0
    return W, b


def uniform_loss(vocab_size):
    return torch.tensor(float(vocab_size)).double().log().item()


def cross_entropy(logits, targets):
    logp = torch.log_softmax(logits, dim=1)
    return -logp[range(len(targets)), targets].mean()
