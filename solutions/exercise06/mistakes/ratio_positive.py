"""The sign of the logarithm is lost: a thousandth and a thousandfold look alike. Healthy is about
-3. Which step takes the sign away?
"""


def update_ratio(param, grad, lr):
    return torch.log10((lr * grad).std() / param.std()).abs().item()
