"""This compares average sizes. They see the mean along with the spread, so a gain that starts at 1
seems to stand still. Which measure of spread does the docstring name?
"""


def update_ratio(param, grad, lr):
    return torch.log10((lr * grad).abs().mean() / param.abs().mean()).item()
