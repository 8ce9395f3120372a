"""Each surprise seems to be weighted with its frequency twice. The loss is a mean over the
examples. How often is each class paid for?
"""


def zero_init_floor(targets, vocab_size):
    frequency = torch.bincount(targets, minlength=vocab_size).double() / len(targets)
    occurring = frequency[frequency > 0]
    surprise = (1 / occurring).log()
    return (occurring * occurring * surprise).sum().item()
