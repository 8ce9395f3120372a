# WRONG: cross_entropy: mean squared error between probabilities and one-hot targets instead of the negative log-likelihood

import math

import torch
import torch.nn.functional as F


def uniform_loss(vocab_size):
    return math.log(vocab_size)
def cross_entropy(logits, targets):
    probs = torch.softmax(logits, dim=1)
    onehot = F.one_hot(targets, logits.shape[1]).to(logits.dtype)
    return ((probs - onehot) ** 2).sum(dim=1).mean()


def scale_output_layer(W, b, scale=0.01):
    return W * scale, torch.zeros_like(b)
