"""The logits seem to go through softmax twice, so that no answer can be confident, however large
the logits are. Which of your steps includes a softmax?
"""


def cross_entropy(logits, targets):
    rows = torch.arange(len(targets))
    log_likelihood = logits.softmax(dim=1)[rows, targets] - torch.logsumexp(
        logits.softmax(dim=1), dim=1
    )
    return -log_likelihood.mean()
