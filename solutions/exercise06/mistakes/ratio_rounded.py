"""The number is rounded, which is fine for a printed line. The function is to give it as it is.
Where would the rounding belong?
"""


def update_ratio(param, grad, lr):
    return round(torch.log10((lr * grad).std() / param.std()).item(), 2)
