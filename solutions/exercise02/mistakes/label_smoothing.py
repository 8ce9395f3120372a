"""A part of the loss seems to be spread over all classes, as label smoothing does. Here the target
is the only right class. Which weight do the other classes have?
"""

SMOOTHING = 0.1  # or 0.01, 0.05, 0.2


def cross_entropy(logits, targets):
    rows = torch.arange(len(targets))
    log_likelihood = (
        logits[rows, targets] * (1 - SMOOTHING) + logits.mean(dim=1) * SMOOTHING
    ) - torch.logsumexp(logits, dim=1)
    return -log_likelihood.mean()
