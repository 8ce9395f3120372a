"""The surprise is averaged over the classes, as if each occurred equally often. The loss is a mean
over the examples. How often does each class occur among them?
"""


def zero_init_floor(targets, vocab_size):
    frequency = torch.bincount(targets, minlength=vocab_size).double() / len(targets)
    occurring = frequency[frequency > 0]
    surprise = (1 / occurring).log()
    return surprise.mean().item()
