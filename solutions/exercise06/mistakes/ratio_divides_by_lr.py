"""The gradient is divided by the learning rate. A larger rate makes larger steps. How does a step
of gradient descent use the rate?
"""


def update_ratio(param, grad, lr):
    update = grad / lr
    return torch.log10(update.std() / param.std()).item()
