# WRONG: cross_entropy: the row's maximum is subtracted inside the log-sum-exp only and neither added back nor taken off the target's logit.
# LINES: cross_entropy 14
import math

import torch


def uniform_loss(vocab_size):
    return -math.log(1.0 / vocab_size)


def cross_entropy(logits, targets):
    biggest = logits.max(dim=1, keepdim=True).values
    log_sum = (logits - biggest).exp().sum(dim=1).log()
    picked = logits[range(len(targets)), targets]
    return (log_sum - picked).mean()


def scale_output_layer(W, b, scale=0.01):
    return torch.mul(W, scale), torch.zeros_like(b)
