"""Every class seems to be judged by itself with a sigmoid, as if several could be right at once.
Here exactly one comes next. Which function makes the classes compete?
"""

import torch


def cross_entropy(logits, targets):
    hot = torch.nn.functional.one_hot(targets, logits.shape[1]).to(logits.dtype)
    signs = 2 * hot - 1
    return torch.nn.functional.softplus(-signs * logits).sum(dim=1).mean()
