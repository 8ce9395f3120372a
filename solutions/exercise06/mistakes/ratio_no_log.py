"""This is the ratio itself. On the lecture's axis a factor of ten is a step of one. What turns
equal factors into equal steps?
"""


def update_ratio(param, grad, lr):
    update = lr * grad
    return 10 ** torch.log10(update.std() / param.std()).item()
