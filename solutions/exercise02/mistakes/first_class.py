"""The loss is that of the first class in every row, and the targets have no effect. Which column
does each row need?
"""


def cross_entropy(logits, targets):
    rows = torch.arange(len(targets))
    log_likelihood = logits[rows, 0] - torch.logsumexp(logits, dim=1)
    return -log_likelihood.mean()
