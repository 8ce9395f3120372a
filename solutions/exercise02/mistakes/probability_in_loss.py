"""Softmax has been at work before the normaliser is subtracted, so that a probability is compared
with a sum over logits. What must both sides of the difference be: logits, or probabilities?
"""

import torch


def cross_entropy(logits, targets):
    probabilities = torch.softmax(logits, dim=1)
    return (
        torch.logsumexp(logits, dim=1) - probabilities[torch.arange(len(targets)), targets]
    ).mean()
