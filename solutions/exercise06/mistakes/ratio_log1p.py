"""Something is added to the ratio before the logarithm is taken, so that small ratios all come out
as 0. Small ones are what this number is for. Can the ratio of two spreads be 0 or below?
"""


def update_ratio(param, grad, lr):
    return torch.log10(1 + (lr * grad).std() / param.std()).item()
