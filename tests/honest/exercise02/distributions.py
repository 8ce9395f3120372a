"""Lets torch.distributions do the talking: a Categorical knows its log-probabilities."""

import torch
from torch.distributions import Categorical


def uniform_loss(vocab_size):
    return Categorical(logits=torch.zeros(vocab_size, dtype=torch.float64)).entropy()


def cross_entropy(logits, targets):
    return Categorical(logits=logits).log_prob(targets).mean().neg()


def scale_output_layer(W, b, scale=0.01):
    return torch.lerp(torch.zeros_like(W), W, scale), b - b
