"""torch's own loss does all the work. What does it compute from a row of logits and a target?"""

import torch


def cross_entropy(logits, targets):
    return torch.nn.functional.cross_entropy(logits, targets)
