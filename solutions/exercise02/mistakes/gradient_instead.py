"""This looks like the gradient of the loss for the logits, one number for each logit. The exercise
asks for the loss itself. Which shape does it have?
"""


def cross_entropy(logits, targets):
    rows = torch.arange(len(targets))
    log_likelihood = logits[rows, targets] - torch.logsumexp(logits, dim=1)
    return (logits.softmax(dim=1) - torch.eye(logits.shape[1])[targets]) / len(targets)
