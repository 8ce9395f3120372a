"""The floor is measured with the logarithm to base 10. All losses of the course are in nats. Which
logarithm does cross-entropy use?
"""


def zero_init_floor(targets, vocab_size):
    frequency = torch.bincount(targets, minlength=vocab_size).double() / len(targets)
    occurring = frequency[frequency > 0]
    surprise = (1 / occurring).log10()
    return (occurring * surprise).sum().item()
