"""The loss is that of the class with the smallest logit, and the targets have no effect. The
log-probability of which class counts?
"""


def cross_entropy(logits, targets):
    rows = torch.arange(len(targets))
    log_likelihood = logits.min(dim=1).values - torch.logsumexp(logits, dim=1)
    return -log_likelihood.mean()
