"""The floor is off by a constant factor, the same for all targets. A factor 1/2 belongs to squared
errors or to the variance of logits. What is the floor of two equally frequent classes?
"""

FLOOR_SCALE = 0.5  # or 2.0, 100.0


def zero_init_floor(targets, vocab_size):
    frequency = torch.bincount(targets, minlength=vocab_size).double() / len(targets)
    occurring = frequency[frequency > 0]
    surprise = (1 / occurring).log()
    return (occurring * surprise).sum().item() * FLOOR_SCALE
