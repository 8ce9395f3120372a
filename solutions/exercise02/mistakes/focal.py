"""Rows in which the target is likely already seem to count less, as in the focal loss. Here every
row counts the same. Which factor is superfluous?
"""

FOCUS = 2  # or 1


def cross_entropy(logits, targets):
    rows = torch.arange(len(targets))
    log_likelihood = (logits[rows, targets] - torch.logsumexp(logits, dim=1)) * (
        1 - (logits[rows, targets] - torch.logsumexp(logits, dim=1)).exp()
    ) ** FOCUS
    return -log_likelihood.mean()
