"""This measures the parameter after the step, not the step. The number hardly moves when the rate
does. What is the update by itself?
"""


def update_ratio(param, grad, lr):
    return torch.log10((param - lr * grad).std() / param.std()).item()
