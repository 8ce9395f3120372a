"""The logarithm is taken entry by entry and then averaged. Which single number of each tensor is
needed first?
"""


def update_ratio(param, grad, lr):
    update = lr * grad
    return torch.log10(update.abs() / param.abs()).mean().item()
