"""Each class seems to be judged by itself with a sigmoid, as if several classes could be right at
once. Here exactly one is right. Which function makes the classes compete?
"""


def cross_entropy(logits, targets):
    rows = torch.arange(len(targets))
    log_likelihood = -torch.nn.functional.softplus(
        logits * (1 - 2 * torch.eye(logits.shape[1])[targets])
    ).sum(dim=1)
    return -log_likelihood.mean()
