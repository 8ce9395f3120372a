"""This is the entropy of the prediction, which does not depend on the targets. It averages the
log-probabilities of all classes, while the loss uses one of them. Which entry of a row is that?
"""


def cross_entropy(logits, targets):
    rows = torch.arange(len(targets))
    log_likelihood = (logits.softmax(dim=1) * logits).sum(dim=1) - torch.logsumexp(logits, dim=1)
    return -log_likelihood.mean()
