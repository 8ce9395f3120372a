"""A small number is added to the standard deviation of the parameter. By the docstring it is never
0. What does the number do to a parameter with a small spread?
"""

EPS = 1e-8  # or 1e-12, 1e-10, 1e-7, 1e-6, 1e-5, 1e-4


def update_ratio(param, grad, lr):
    update = lr * grad
    return torch.log10(update.std() / (param.std() + EPS)).item()
