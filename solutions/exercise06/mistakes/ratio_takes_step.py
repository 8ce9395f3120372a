"""The ratio is right, but the call has also taken the step: the parameter is changed. Which line
writes into param?
"""


def update_ratio(param, grad, lr):
    update = lr * grad
    param -= update
    return torch.log10(update.std() / (param + update).std()).item()
