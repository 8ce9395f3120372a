# WRONG: cross_entropy: the sum runs over the batch
# LINES: cross_entropy 11
import math

import torch


def cross_entropy(logits, targets):
    n = logits.shape[0]
    counts = (logits - logits.max()).exp()
    counts_sum = counts.sum(0, keepdim=True)
    probs = counts * counts_sum**-1
    logprobs = probs.log()
    return -logprobs[torch.arange(n), targets].mean()


def uniform_loss(vocab_size):
    return torch.tensor(float(vocab_size)).double().log().item()


def scale_output_layer(W, b, scale=0.01):
    W2 = W.clone() * scale
    b2 = torch.zeros(b.shape, dtype=b.dtype)
    return W2, b2
