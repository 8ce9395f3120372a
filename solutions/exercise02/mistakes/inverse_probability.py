"""This is one over the probability of the target, at least 1. A certain and right answer should
cost 0. Which function of the probability is 0 at 1?
"""


def cross_entropy(logits, targets):
    rows = torch.arange(len(targets))
    log_likelihood = logits[rows, targets] - torch.logsumexp(logits, dim=1)
    return -(-(-log_likelihood).exp()).mean()
