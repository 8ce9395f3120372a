"""This compares the gradient with the parameter and leaves out the learning rate. What exactly is
subtracted from the parameter?
"""


def update_ratio(param, grad, lr):
    update = 1 * grad
    return torch.log10(update.std() / param.std()).item()
