# WRONG: cross_entropy: the softmax runs over the batch (dim 0) instead of over the classes
# LINES: cross_entropy 13

import math

import torch


def uniform_loss(vocab_size):
    p = 1 / vocab_size
    return -math.log(p)
def cross_entropy(logits, targets):
    logprobs = logits - logits.logsumexp(0, keepdim=True)
    picked = logprobs[range(logits.shape[0]), targets]
    return -picked.mean()


def scale_output_layer(W, b, scale=0.01):
    new_W = W.clone()
    new_W *= scale
    new_b = b * 0
    return new_W, new_b
