"""The counts are sent through softmax, as if they were logits. Logits are logarithms of
probabilities, and counts only need to be divided. By what, so that they add up to 1?
"""


def zero_init_floor(targets, vocab_size):
    counts = torch.bincount(targets, minlength=vocab_size).double()
    return torch.special.entr(counts.softmax(dim=0)).sum().item()
