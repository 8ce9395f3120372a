"""This compares the largest entries. One outlier then decides for thousands of weights. Which
measure asks all entries?
"""


def update_ratio(param, grad, lr):
    return torch.log10((lr * grad).abs().max() / param.abs().max()).item()
