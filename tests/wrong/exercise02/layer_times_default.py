# WRONG: scale_output_layer: the factor 0.1 is fixed and the bias is scaled
# LINES: scale_output_layer 9
import math

import torch


def scale_output_layer(W, b, scale=0.01):
    return W * 0.1, b * 0.1


def uniform_loss(vocab_size):
    return torch.tensor(float(vocab_size)).double().log().item()


def cross_entropy(logits, targets):
    logp = torch.log_softmax(logits, dim=1)
    return -logp[range(len(targets)), targets].mean()
