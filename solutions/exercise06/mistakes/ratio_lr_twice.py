"""The learning rate enters twice. How often does a step of gradient descent use it?"""


def update_ratio(param, grad, lr):
    update = lr * lr * grad
    return torch.log10(update.std() / param.std()).item()
