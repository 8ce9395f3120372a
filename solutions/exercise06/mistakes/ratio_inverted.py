"""The ratio is inverted: data over update. Does your number rise or fall with the learning rate?"""


def update_ratio(param, grad, lr):
    update = lr * grad
    return torch.log10(param.std() / update.std()).item()
