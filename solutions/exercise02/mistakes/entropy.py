"""This is the entropy of the prediction, which does not depend on the targets. The loss weights the
same log-probabilities with what happened instead of with what was expected. Which single entry
happened?
"""


def cross_entropy(logits, targets):
    rows = torch.arange(len(targets))
    log_likelihood = (logits.softmax(dim=1) * logits).sum(dim=1) - torch.logsumexp(logits, dim=1)
    return -log_likelihood.mean()
