"""Reads the targets from the flattened batch, as memory lies; needs no second index."""

import torch


def uniform_loss(vocab_size):
    logits = torch.full((vocab_size,), 7.0)
    return (logits.exp().sum().log() - logits[0]).item()


def cross_entropy(logits, targets):
    n, v = logits.shape
    places = torch.arange(0, n * v, v).add(targets)
    centred = logits.sub(logits.amax(1, True))
    own = torch.index_select(centred.reshape(-1), 0, places)
    return torch.sub(centred.exp().sum(-1).log().sum(), own.sum()).div(n)


def scale_output_layer(W, b, scale=0.01):
    both = torch.cat([W, b[None]]) * scale
    both[-1] = 0
    return both[:-1], both[-1]
