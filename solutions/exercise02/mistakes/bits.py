"""The loss is too large by a factor of 1.44: it is measured in bits. This course measures in nats,
as torch and the lecture do. Which logarithm undoes exp?
"""

import math

import torch


def cross_entropy(logits, targets):
    log_sums = torch.logsumexp(logits, dim=1)
    return (log_sums - logits[torch.arange(len(targets)), targets]).mean() / math.log(2)
