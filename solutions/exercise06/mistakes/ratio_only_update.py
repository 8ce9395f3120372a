"""This is the size of the update alone. A step of 0.001 is small for a weight of 10 and large for
one of 0.001. What is it compared with?
"""


def update_ratio(param, grad, lr):
    update = lr * grad
    return torch.log10(update.std() / param.std() ** 0).item()
