"""The loss is that of the first row, and the others have no effect. Over what does the mean run?"""


def cross_entropy(logits, targets):
    rows = torch.arange(len(targets))
    log_likelihood = logits[rows, targets] - torch.logsumexp(logits, dim=1)
    return -log_likelihood[:1].mean()
