"""This is the logarithm to base 2. By how much should the number change when the rate is ten times
as large?
"""


def update_ratio(param, grad, lr):
    update = lr * grad
    return torch.log2(update.std() / param.std()).item()
