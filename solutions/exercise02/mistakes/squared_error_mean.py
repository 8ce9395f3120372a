"""The probabilities are compared with a one-hot row by a mean squared error. Which single
probability does a likelihood use, and which function of it?
"""


def cross_entropy(logits, targets):
    rows = torch.arange(len(targets))
    log_likelihood = logits[rows, targets] - torch.logsumexp(logits, dim=1)
    return -(
        -(logits.softmax(dim=1) - torch.eye(logits.shape[1])[targets]).square().mean(dim=1)
    ).mean()
