# WRONG: cross_entropy: the mean is taken over all batch x vocab entries of the masked log-probabilities, not over the rows.
# LINES: cross_entropy 15
import math

import torch


def uniform_loss(vocab_size):
    return float(torch.log(torch.tensor(vocab_size, dtype=torch.float64)))


def cross_entropy(logits, targets):
    onehot = torch.nn.functional.one_hot(targets, num_classes=logits.shape[1]).to(logits.dtype)
    logp = logits - torch.logsumexp(logits, dim=1, keepdim=True)
    return -(onehot * logp).mean()


def scale_output_layer(W, b, scale=0.01):
    return W * scale, torch.zeros_like(b)
