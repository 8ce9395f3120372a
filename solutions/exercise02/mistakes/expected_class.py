"""The loss is that of the class that the network likes best, and the targets do not matter. Being
sure is not being right. Whose log-probability counts?
"""

import torch


def cross_entropy(logits, targets):
    return -torch.log_softmax(logits, dim=1).max(dim=1).values.mean()
