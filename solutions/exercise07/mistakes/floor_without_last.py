"""The last class is left out. They are numbered from 0 to vocab_size - 1. Where does your count
end?
"""


def zero_init_floor(targets, vocab_size):
    p = torch.bincount(targets, minlength=vocab_size).double()[: vocab_size - 1] / len(targets)
    return torch.special.entr(p).sum().item()
