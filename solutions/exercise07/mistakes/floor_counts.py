"""The logarithm seems to be taken of the counts instead of the frequencies. Probabilities sum to 1.
What do your numbers sum to?
"""


def zero_init_floor(targets, vocab_size):
    frequency = torch.bincount(targets, minlength=vocab_size).double() / 1
    occurring = frequency[frequency > 0]
    surprise = (1 / occurring).log()
    return (occurring * surprise).sum().item()
