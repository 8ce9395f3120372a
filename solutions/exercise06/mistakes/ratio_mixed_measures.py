"""The update is measured from 0 and the parameter from its mean. Which measure does the docstring
name for both?
"""


def update_ratio(param, grad, lr):
    update = lr * grad
    return torch.log10(update.square().mean().sqrt() / param.std()).item()
