"""torch's own loss does all the work. What does it compute from a row of logits and a target?"""


def cross_entropy(logits, targets):
    rows = torch.arange(len(targets))
    log_likelihood = logits[rows, targets] - torch.logsumexp(logits, dim=1)
    return torch.nn.functional.cross_entropy(logits, targets)
