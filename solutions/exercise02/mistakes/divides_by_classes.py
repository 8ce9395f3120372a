"""The losses of the rows are added up and divided by the number of classes. The loss is a mean over
the rows. How many losses does the sum hold?
"""


def cross_entropy(logits, targets):
    rows = torch.arange(len(targets))
    log_likelihood = logits[rows, targets] - torch.logsumexp(logits, dim=1)
    return -log_likelihood.sum() / logits.shape[1]
