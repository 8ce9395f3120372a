"""The ratio is right, but the caller's gradient is scaled by the rate after the call, and the next
step of the training would use it. *= writes into the tensor. What makes a new one?
"""


def update_ratio(param, grad, lr):
    grad *= lr
    return torch.log10(grad.std() / param.std()).item()
