"""This compares lengths, or root mean squares: distances from 0. They agree with standard
deviations only where the mean is 0, and a gain starts around 1. From where does a std measure?
"""


def update_ratio(param, grad, lr):
    return torch.log10((lr * grad).norm() / param.norm()).item()
