"""The probabilities are compared with a one-hot row by squared differences, so that a confident
wrong answer costs no more than 2. Which single probability does a likelihood use?
"""


def cross_entropy(logits, targets):
    rows = torch.arange(len(targets))
    log_likelihood = logits[rows, targets] - torch.logsumexp(logits, dim=1)
    return -(
        -(logits.softmax(dim=1) - torch.eye(logits.shape[1])[targets]).square().sum(dim=1)
    ).mean()
