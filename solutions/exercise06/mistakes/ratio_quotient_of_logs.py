"""The logarithms of the two standard deviations are divided. What does a division become when
logarithms are taken?
"""


def update_ratio(param, grad, lr):
    update = lr * grad
    return (torch.log10(update.std()) / torch.log10(param.std())).item()
