"""The loss is too large by the same amount for every number of classes. Random logits add about
half their variance; equal logits have none. What is the loss when all logits are equal?
"""

EXTRA = 0.5  # or 1.0, -1.0, -0.5


def uniform_loss(vocab_size):
    return math.log(vocab_size) + EXTRA
