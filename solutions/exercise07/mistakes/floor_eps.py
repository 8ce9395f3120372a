"""A small constant is added to the frequency before the logarithm, so that the floor comes out too
low. Only frequencies of 0 cause trouble there. How can those classes be left out instead?
"""

FLOOR_EPS = 1e-5  # or 1e-6, 1e-4, 1e-3, 1e-2


def zero_init_floor(targets, vocab_size):
    frequency = torch.bincount(targets, minlength=vocab_size).double() / len(targets)
    occurring = frequency[frequency > 0]
    surprise = (1 / (occurring + FLOOR_EPS)).log()
    return (occurring * surprise).sum().item()
