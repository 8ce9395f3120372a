"""The floor is measured in bits, with the logarithm to base 2. All losses of the course are in
nats. Which logarithm does cross-entropy use?
"""


def zero_init_floor(targets, vocab_size):
    frequency = torch.bincount(targets, minlength=vocab_size).double() / len(targets)
    occurring = frequency[frequency > 0]
    surprise = (1 / occurring).log2()
    return (occurring * surprise).sum().item()
