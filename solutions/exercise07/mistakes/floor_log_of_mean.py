"""The probabilities are averaged first and the logarithm is taken of the mean. The loss takes the
logarithm of each example first. Which of the two results is larger?
"""


def zero_init_floor(targets, vocab_size):
    frequency = torch.bincount(targets, minlength=vocab_size).double() / len(targets)
    occurring = frequency[frequency > 0]
    surprise = (1 / occurring).log()
    return -(occurring * occurring).sum().log().item()
