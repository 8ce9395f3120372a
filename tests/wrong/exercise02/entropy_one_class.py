# WRONG: uniform_loss: base-2 logarithm; weighted with p but not summed over the classes
# LINES: uniform_loss 10 11
import math

import torch


def uniform_loss(vocab_size):
    p = 1 / vocab_size
    surprise = -math.log2(p)
    return p * surprise


def cross_entropy(logits, targets):
    z = logits - torch.max(logits, dim=1, keepdim=True)[0]
    logprobs = z - z.exp().sum(1, keepdim=True).log()
    return torch.neg(logprobs.gather(1, targets.view(-1, 1)).mean())


def scale_output_layer(W, b, scale=0.01):
    return W * scale, torch.zeros_like(b)
