"""The loss has lost a sign somewhere: an absolute value hides whether the target's logit lies above
or below 0. Which quantities may be negative here?
"""


def cross_entropy(logits, targets):
    rows = torch.arange(len(targets))
    log_likelihood = logits[rows, targets].abs() - torch.logsumexp(logits, dim=1)
    return -log_likelihood.mean()
