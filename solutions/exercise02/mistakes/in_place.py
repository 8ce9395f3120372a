"""Your function changes the caller's logits: each row has lost its maximum after the call. An
operator such as -= writes into the tensor on its left. Which line could make a new tensor instead?
"""


def cross_entropy(logits, targets):
    logits -= logits.max(dim=1, keepdim=True).values
    rows = torch.arange(len(targets))
    log_likelihood = logits[rows, targets] - torch.logsumexp(logits, dim=1)
    return -log_likelihood.mean()
