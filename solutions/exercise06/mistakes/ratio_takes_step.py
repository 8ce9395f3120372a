"""The ratio is right, but the call has also taken the step: the parameter is changed. A diagnosis
only looks. Which line writes into param?
"""


def update_ratio(param, grad, lr):
    ratio = torch.log10((lr * grad).std() / param.std()).item()
    param -= lr * grad
    return ratio
