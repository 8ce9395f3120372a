# WRONG: cross_entropy: target index off by one; mean of the exps instead of their sum; divided by the number of classes
# LINES: cross_entropy 18 19 21
import math

import torch


def uniform_loss(vocab_size):
    p = 1.0 / vocab_size
    return -math.log(p)


def cross_entropy(logits, targets):
    total = logits.new_zeros(())
    for i in range(logits.shape[0]):
        z = logits[i]
        m = z.max()
        lse = m + torch.log(torch.exp(z - m).mean())
        t = int(targets[i]) - 1
        total = total + lse - z[t]
    return total / logits.shape[1]


def scale_output_layer(W, b, scale=0.01):
    return W * scale, torch.zeros_like(b)
