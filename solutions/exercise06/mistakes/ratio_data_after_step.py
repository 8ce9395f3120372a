"""The update is compared with the parameter after the step. Which one is the function given?"""


def update_ratio(param, grad, lr):
    update = lr * grad
    return torch.log10(update.std() / (param - lr * grad).std()).item()
