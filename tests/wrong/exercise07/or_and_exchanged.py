# WRONG: nonzero_grads: W1 or C in place of and in h; the gradient passes W2 without asking; b2 asks for its own value
# LINES: nonzero_grads 11 16 21
import torch


def nonzero_grads(zeroed):
    C, W1, b1, W2, b2 = [n not in zeroed for n in ("C", "W1", "b1", "W2", "b2")]

    # forward
    emb = C
    preact = emb or W1 or b1
    h = preact

    # backward
    d_logits = True
    d_h = d_logits
    d_preact = d_h
    d_emb = d_preact and W1

    result = set()
    if d_logits and b2:
        result.add("b2")
    if d_logits and h:
        result.add("W2")
    if d_preact:
        result.add("b1")
    if d_preact and emb:
        result.add("W1")
    if d_emb:
        result.add("C")
    return result


def zero_init_floor(targets, vocab_size):
    freq = torch.bincount(targets, minlength=vocab_size).double()
    freq /= freq.sum()
    nll = -torch.log(freq[targets])
    return nll.mean().item()
