"""The loss is that of the worst row alone. What should the loss say about the others?"""


def cross_entropy(logits, targets):
    rows = torch.arange(len(targets))
    log_likelihood = logits[rows, targets] - torch.logsumexp(logits, dim=1)
    return -log_likelihood.min()
