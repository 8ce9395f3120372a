"""Every row is charged for the targets of all rows: a colon takes the listed columns of each row.
Row 0 wants target 0 alone, row 1 target 1. Which two lists of indices walk in step?
"""

import torch


def cross_entropy(logits, targets):
    return -torch.log_softmax(logits, dim=1)[:, targets].mean()
