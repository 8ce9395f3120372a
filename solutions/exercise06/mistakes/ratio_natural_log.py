"""This is the natural logarithm. The lecture counts in powers of ten, so that -3 reads as a
thousandth. By how much should yours move when the rate is ten times as large?
"""


def update_ratio(param, grad, lr):
    return torch.log((lr * grad).std() / param.std()).item()
