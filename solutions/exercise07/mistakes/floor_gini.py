"""This is how often a guess that is drawn with the right frequencies goes wrong. Cross-entropy
does not count errors; it asks for the surprise at each target. Which function of its probability
is that?
"""


def zero_init_floor(targets, vocab_size):
    p = torch.bincount(targets).double() / len(targets)
    return 1 - (p**2).sum().item()
