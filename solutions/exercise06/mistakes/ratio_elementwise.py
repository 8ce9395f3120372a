"""The entries are divided one by one before the std is taken. An entry of the parameter near 0
then drowns all others. Do the two spreads need to know which entries belong together?
"""


def update_ratio(param, grad, lr):
    return torch.log10((lr * grad / param).std()).item()
