"""The entries are divided one by one before the std is taken. A parameter entry near 0 then decides
the result. Over what does each of the two standard deviations run?
"""


def update_ratio(param, grad, lr):
    update = lr * grad
    return torch.log10((update / param).std()).item()
