"""This is how unsure the network is, whatever the targets are. The loss weighs the same log-
probabilities with what happened, not with what was expected. Which single entry happened?
"""

import torch


def cross_entropy(logits, targets):
    log_probabilities = torch.log_softmax(logits, dim=1)
    return -(log_probabilities.exp() * log_probabilities).sum(dim=1).mean()
