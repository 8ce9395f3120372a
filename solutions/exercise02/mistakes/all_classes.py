"""The log-probabilities of all classes are averaged, and the targets do not matter: a sure and
right answer costs as much as a sure and wrong one. Which entry of a row did the data choose?
"""

import torch


def cross_entropy(logits, targets):
    return -torch.log_softmax(logits, dim=1).mean()
