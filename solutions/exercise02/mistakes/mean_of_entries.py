"""The loss is too small by a factor that is the number of classes. Of all the entries of a row only
the target's counts; by how many do you divide?
"""

import torch


def cross_entropy(logits, targets):
    hot = torch.nn.functional.one_hot(targets, logits.shape[1])
    return -(torch.log_softmax(logits, dim=1) * hot).mean()
