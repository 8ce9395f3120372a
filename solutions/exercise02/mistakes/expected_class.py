"""The loss is that of the class with the largest logit, and the targets have no effect. Being
confident is not being right. Whose log-probability counts?
"""


def cross_entropy(logits, targets):
    rows = torch.arange(len(targets))
    log_likelihood = logits.max(dim=1).values - torch.logsumexp(logits, dim=1)
    return -log_likelihood.mean()
