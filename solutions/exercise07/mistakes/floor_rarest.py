"""This is the loss on the rarest class alone. The other classes occur more often, and they cost
less. What is the mean over all targets?
"""


def zero_init_floor(targets, vocab_size):
    frequency = torch.bincount(targets, minlength=vocab_size).double() / len(targets)
    occurring = frequency[frequency > 0]
    surprise = (1 / occurring).log()
    return surprise.max().item()
