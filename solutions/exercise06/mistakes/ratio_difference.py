"""This is the logarithm of a difference. The exercise asks for that of a ratio. Which comes first,
the logarithm or the subtraction?
"""


def update_ratio(param, grad, lr):
    update = lr * grad
    return torch.log10((update.std() - param.std()).abs()).item()
