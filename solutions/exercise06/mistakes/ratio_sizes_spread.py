"""The signs are removed before the std is taken. Which numbers does the docstring's standard
deviation run over?
"""


def update_ratio(param, grad, lr):
    update = lr * grad
    return torch.log10(update.abs().std() / param.abs().std()).item()
