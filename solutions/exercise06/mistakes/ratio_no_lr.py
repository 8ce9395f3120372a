"""This compares the gradient with the parameter, and leaves the learning rate out. The same
gradients at a rate a hundred times smaller are far smaller steps. What is it that is taken away
from the parameter?
"""


def update_ratio(param, grad, lr):
    return torch.log10(grad.std() / param.std()).item()
