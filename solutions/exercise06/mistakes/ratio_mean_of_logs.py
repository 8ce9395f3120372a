"""This takes the logarithm entry by entry and averages. One number for each tensor comes first;
which one is it?
"""


def update_ratio(param, grad, lr):
    return torch.log10((lr * grad / param).abs()).mean().item()
