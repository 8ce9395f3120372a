"""The update is right, but it is compared with the parameter after the step. The function is given
the parameter as it is, before. Which one does the docstring divide by?
"""


def update_ratio(param, grad, lr):
    return torch.log10((lr * grad).std() / (param - lr * grad).std()).item()
