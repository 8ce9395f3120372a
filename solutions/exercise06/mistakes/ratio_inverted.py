"""The ratio stands on its head: the data over the update. A larger rate makes larger steps. Does
your number rise with it?
"""


def update_ratio(param, grad, lr):
    return torch.log10(param.std() / (lr * grad).std()).item()
