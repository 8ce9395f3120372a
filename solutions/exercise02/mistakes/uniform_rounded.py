"""The loss is right to a few decimals only. Rounding is for showing a number. Where do the other
digits get lost?
"""

LOSS_DIGITS = 4  # or 1, 2, 3, 5


def uniform_loss(vocab_size):
    return round(math.log(vocab_size), LOSS_DIGITS)
