# WRONG: cross_entropy: row maximum not added back to the log-sum; mean over all entries of the one-hot product
# LINES: cross_entropy 15 18
import math

import torch
import torch.nn.functional as F


def uniform_loss(vocab_size):
    return float(torch.tensor(float(vocab_size), dtype=torch.float64).log())


def cross_entropy(logits, targets):
    top = logits.amax(dim=1, keepdim=True)
    lse = torch.log(torch.exp(logits - top).sum(dim=1, keepdim=True))
    surprise = lse - logits
    y = F.one_hot(targets, logits.shape[1]).to(logits.dtype)
    return (y * surprise).mean()


def scale_output_layer(W, b, scale=0.01):
    return torch.mul(W, scale), b.new_zeros(b.shape)
