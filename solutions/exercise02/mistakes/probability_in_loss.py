"""Softmax is applied to the target's logit before the log-sum-exp is subtracted, so that a
probability is compared with logits. Of which kind must both terms of the difference be?
"""


def cross_entropy(logits, targets):
    rows = torch.arange(len(targets))
    log_likelihood = logits.softmax(dim=1)[rows, targets] - torch.logsumexp(logits, dim=1)
    return -log_likelihood.mean()
