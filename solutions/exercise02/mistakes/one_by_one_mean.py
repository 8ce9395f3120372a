"""Each class seems to be judged by itself with a sigmoid, and the classes are averaged: this is
binary cross-entropy. Here exactly one class is right. Which function makes the classes compete?
"""


def cross_entropy(logits, targets):
    rows = torch.arange(len(targets))
    log_likelihood = -torch.nn.functional.softplus(
        logits * (1 - 2 * torch.eye(logits.shape[1])[targets])
    ).mean(dim=1)
    return -log_likelihood.mean()
