"""The frequencies go through softmax, as if they were logits, and come out nearly equal. Which
prediction do the frequencies already give?
"""


def zero_init_floor(targets, vocab_size):
    frequency = (torch.bincount(targets, minlength=vocab_size).double() / len(targets)).softmax(
        dim=0
    )
    occurring = frequency[frequency > 0]
    surprise = (1 / occurring).log()
    return (occurring * surprise).sum().item()
