"""The logits seem to go through a sigmoid before softmax, so that they all lie between 0 and 1.
Softmax makes probabilities by itself. Which of the two functions is superfluous?
"""


def cross_entropy(logits, targets):
    rows = torch.arange(len(targets))
    log_likelihood = logits.sigmoid()[rows, targets] - torch.logsumexp(logits.sigmoid(), dim=1)
    return -log_likelihood.mean()
