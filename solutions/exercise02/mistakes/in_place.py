"""The loss is right, but the caller's logits have lost their row maximum after the call. An
operator such as -= writes into the tensor on its left. Which line of yours could make a new one
instead?
"""

import torch


def cross_entropy(logits, targets):
    logits -= logits.max(dim=1, keepdim=True).values
    log_sums = logits.exp().sum(dim=1).log()
    return (log_sums - logits[torch.arange(len(targets)), targets]).mean()
