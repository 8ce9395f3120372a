"""The caller's gradient is multiplied by the rate. *= writes into the tensor on its left. How can
you make a new one?
"""


def update_ratio(param, grad, lr):
    update = grad.mul_(lr)
    return torch.log10(update.std() / param.std()).item()
