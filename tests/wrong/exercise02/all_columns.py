# WRONG: cross_entropy: indexes logprobs[:, targets], every row with every target
# WRONG: cross_entropy: the sign is missing, the log-likelihood is not negated
# LINES: cross_entropy 15
# LINES: cross_entropy 16

import math

import torch


def uniform_loss(vocab_size):
    return math.log(vocab_size)
def cross_entropy(logits, targets):
    logprobs = torch.log_softmax(logits, dim=1)
    chosen = logprobs[:, targets]
    return chosen.mean()


def scale_output_layer(W, b, scale=0.01):
    new_W = W.clone()
    new_W *= scale
    new_b = b * 0
    return new_W, new_b
