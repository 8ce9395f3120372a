"""The gradient is divided by the learning rate. A larger rate makes larger steps. How does a step
of gradient descent use the rate?
"""


def update_ratio(param, grad, lr):
    return torch.log10((grad / lr).std() / param.std()).item()
