"""This compares mean distances from the mean. That is a fair measure of spread, but not the one of
the docstring: the standard deviation averages squares. Does torch have it ready?
"""


def update_ratio(param, grad, lr):
    return torch.log10(
        (lr * grad - (lr * grad).mean()).abs().mean() / (param - param.mean()).abs().mean()
    ).item()
