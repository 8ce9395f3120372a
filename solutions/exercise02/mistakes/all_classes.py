"""The log-probabilities of all classes are averaged, and the targets have no effect: a confident
right answer costs as much as a confident wrong one. Which entry of a row does the target select?
"""


def cross_entropy(logits, targets):
    rows = torch.arange(len(targets))
    log_likelihood = logits.mean(dim=1) - torch.logsumexp(logits, dim=1)
    return -log_likelihood.mean()
