"""exp is applied at the end, which turns the loss into a perplexity: a certain and right answer
costs 1 instead of 0. Which step is superfluous?
"""


def cross_entropy(logits, targets):
    rows = torch.arange(len(targets))
    log_likelihood = logits[rows, targets] - torch.logsumexp(logits, dim=1)
    return (-log_likelihood.mean()).exp()
