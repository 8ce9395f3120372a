"""The sign of the logarithm is lost: a thousandth and a thousandfold look alike. A healthy value is
about −3. Which step takes the sign away?
"""


def update_ratio(param, grad, lr):
    update = lr * grad
    return torch.log10(update.std() / param.std()).abs().item()
