"""The loss is too small by a factor of 2.3: the logarithm has base 10. This course measures in
nats. Which logarithm is the inverse of exp?
"""


def cross_entropy(logits, targets):
    rows = torch.arange(len(targets))
    log_likelihood = logits[rows, targets] - torch.logsumexp(logits, dim=1)
    return -log_likelihood.mean() / math.log(10)
