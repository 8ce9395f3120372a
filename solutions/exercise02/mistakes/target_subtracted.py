"""The target's logit is subtracted inside the exps, which is right on paper. A target far below the
others makes them overflow, and the loss becomes inf just where it should be large. Which logit of
the row is safe to subtract first?
"""


def cross_entropy(logits, targets):
    own = logits[range(len(targets)), targets]
    return (logits - own[:, None]).exp().sum(dim=1).log().mean()
