"""The floor is rounded to a few digits. Rounding is for showing a number. Where do the other digits
get lost?
"""

FLOOR_DIGITS = 4  # or 1, 2, 3, 5


def zero_init_floor(targets, vocab_size):
    frequency = torch.bincount(targets, minlength=vocab_size).double() / len(targets)
    occurring = frequency[frequency > 0]
    surprise = (1 / occurring).log()
    return round((occurring * surprise).sum().item(), FLOOR_DIGITS)
