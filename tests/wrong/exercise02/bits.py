# WRONG: uniform_loss: the logarithm has base 2, so the result is in bits, not nats.
# LINES: uniform_loss 10
import math

import torch


def uniform_loss(vocab_size):
    p = 1 / vocab_size
    return -math.log2(p)


def cross_entropy(logits, targets):
    logp = torch.log_softmax(logits, dim=-1)
    return -logp.gather(1, targets.unsqueeze(1)).squeeze(1).mean()


def scale_output_layer(W, b, scale=0.01):
    return scale * W, b * 0
