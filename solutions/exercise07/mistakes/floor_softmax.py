"""The counts go through softmax, as if they were logits. Counts become probabilities by a division.
By what, so that they sum to 1?
"""


def zero_init_floor(targets, vocab_size):
    frequency = torch.bincount(targets, minlength=vocab_size).double().softmax(dim=0)
    occurring = frequency[frequency > 0]
    surprise = (1 / occurring).log()
    return (occurring * surprise).sum().item()
