"""The median of the rows is taken instead of their mean, so that a few very bad rows have no
effect. Which of the two changes when one row gets worse?
"""


def cross_entropy(logits, targets):
    rows = torch.arange(len(targets))
    log_likelihood = logits[rows, targets] - torch.logsumexp(logits, dim=1)
    return -log_likelihood.median()
