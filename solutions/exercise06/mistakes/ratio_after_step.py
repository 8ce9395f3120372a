"""The update in your ratio is the parameter after the step. What exactly is subtracted from the
parameter?
"""


def update_ratio(param, grad, lr):
    update = param - lr * grad
    return torch.log10(update.std() / param.std()).item()
