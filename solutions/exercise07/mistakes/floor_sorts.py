"""Your function changes the caller's targets: they are in another order after the call. A method
that sorts in place writes into the tensor that you were given, also through numpy. Which of your
calls does that?
"""


def zero_init_floor(targets, vocab_size):
    targets.copy_(targets.sort().values)
    frequency = torch.bincount(targets, minlength=vocab_size).double() / len(targets)
    occurring = frequency[frequency > 0]
    surprise = (1 / occurring).log()
    return (occurring * surprise).sum().item()
