"""The probabilities are compared with a one-hot row by the squares of their differences. That can
be done, and a sure and wrong answer costs no more than 2. What does likelihood ask for?
"""

import torch


def cross_entropy(logits, targets):
    hot = torch.nn.functional.one_hot(targets, logits.shape[1])
    return (torch.softmax(logits, dim=1) - hot).square().sum(dim=1).mean()
