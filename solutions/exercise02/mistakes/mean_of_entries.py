"""The loss is too small by a factor equal to the number of classes. In each row only the target's
entry counts. By how many do you divide?
"""


def cross_entropy(logits, targets):
    rows = torch.arange(len(targets))
    log_likelihood = logits[rows, targets] - torch.logsumexp(logits, dim=1)
    return -log_likelihood.mean() / logits.shape[1]
