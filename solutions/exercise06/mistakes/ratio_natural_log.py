"""This is the natural logarithm. By how much should the number change when the rate is ten times as
large?
"""


def update_ratio(param, grad, lr):
    update = lr * grad
    return torch.log(update.std() / param.std()).item()
