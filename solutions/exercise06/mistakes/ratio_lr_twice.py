"""The learning rate counts twice here: ten times the rate moves your number by 2. How often does a
step of gradient descent use it?
"""


def update_ratio(param, grad, lr):
    return torch.log10((lr * grad).std() * lr / param.std()).item()
