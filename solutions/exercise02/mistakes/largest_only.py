"""The target's logit is compared with the largest of its row alone, so that equal logits cost
nothing. All other classes take their share of the probability too. How do they join in?
"""

import torch


def cross_entropy(logits, targets):
    return (logits.max(dim=1).values - logits[torch.arange(len(targets)), targets]).mean()
