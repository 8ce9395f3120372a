"""The update is measured from 0 and the parameter from its mean. The two rulers differ wherever
the gradients lean to one side. Which one does the docstring name for both?
"""


def update_ratio(param, grad, lr):
    return torch.log10((lr * grad).square().mean().sqrt() / param.std()).item()
