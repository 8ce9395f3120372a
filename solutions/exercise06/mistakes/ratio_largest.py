"""This compares the largest entries, so one outlier decides. Which measure uses all entries?"""


def update_ratio(param, grad, lr):
    update = lr * grad
    return torch.log10(update.abs().max() / param.abs().max()).item()
