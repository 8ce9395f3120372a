"""The std is taken of each row and the results are averaged. The docstring treats a parameter as
one tensor. Over which entries should the std run?
"""


def update_ratio(param, grad, lr):
    update = lr * grad
    return torch.log10(update.std(dim=-1) / param.std(dim=-1)).mean().item()
