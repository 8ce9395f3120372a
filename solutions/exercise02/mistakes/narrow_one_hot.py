"""The one-hot rows are only as wide as the largest target requires, which need not be the number of
classes. What else do you know that gives the number of classes?
"""


def cross_entropy(logits, targets):
    rows = torch.arange(len(targets))
    log_likelihood = (torch.log_softmax(logits, dim=1) * torch.nn.functional.one_hot(targets)).sum(
        dim=1
    )
    return -log_likelihood.mean()
