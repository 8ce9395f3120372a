"""Each spread gets a logarithm of its own, and these are divided. Equal factors then make no equal
steps any more. What does dividing become once there are logarithms?
"""


def update_ratio(param, grad, lr):
    return (torch.log10((lr * grad).std()) / torch.log10(param.std())).item()
