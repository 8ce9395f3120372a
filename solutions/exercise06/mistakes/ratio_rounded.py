"""The number is rounded, as for a printed line. The function returns it as it is. Where would the
rounding belong?
"""

DIGITS = 2  # or 3, 4, 1


def update_ratio(param, grad, lr):
    update = lr * grad
    return round(torch.log10(update.std() / param.std()).item(), DIGITS)
