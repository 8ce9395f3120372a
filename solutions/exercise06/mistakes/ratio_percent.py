"""The ratio is given in per cent before the logarithm is taken, which lifts it by 2. What should a
step of a thousandth come to?
"""


def update_ratio(param, grad, lr):
    return torch.log10(100 * (lr * grad).std() / param.std()).item()
