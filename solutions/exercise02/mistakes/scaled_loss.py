"""The loss is off by a constant factor, the same for every batch. A factor 1/2 belongs to squared
errors. What is the mean over two equal rows?
"""

LOSS_SCALE = 0.5  # or 2.0, 100.0


def cross_entropy(logits, targets):
    rows = torch.arange(len(targets))
    log_likelihood = logits[rows, targets] - torch.logsumexp(logits, dim=1)
    return -log_likelihood.mean() * LOSS_SCALE
