"""This is the fraction of rows in which another class has the largest logit. It does not say how
confident the network was. What does the loss compute from the target's probability?
"""


def cross_entropy(logits, targets):
    rows = torch.arange(len(targets))
    log_likelihood = logits[rows, targets] - torch.logsumexp(logits, dim=1)
    return -((logits.argmax(dim=1) == targets).double() - 1).mean()
