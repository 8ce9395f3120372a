"""A module of torch.nn with an embedding and two linear layers; names mapped at the end."""

import torch
from torch import nn

OURS = {"0.weight": "C", "2.weight": "W1", "2.bias": "b1", "4.weight": "W2", "4.bias": "b2"}


def nonzero_grads(zeroed):
    torch.manual_seed(3)
    model = nn.Sequential(
        nn.Embedding(5, 2), nn.Flatten(), nn.Linear(6, 4), nn.Tanh(), nn.Linear(4, 5)
    ).double()
    for theirs, parameter in model.named_parameters():
        nn.init.zeros_(parameter) if OURS[theirs] in zeroed else nn.init.normal_(parameter)
    X, Y = torch.tensor([[0, 1, 2], [3, 4, 0], [1, 1, 2]]), torch.tensor([1, 1, 4])
    nn.CrossEntropyLoss()(model(X), Y).backward()
    return frozenset(OURS[n] for n, p in model.named_parameters() if p.grad.any())


def zero_init_floor(targets, vocab_size):
    with torch.no_grad():
        b2 = torch.bincount(targets, minlength=vocab_size).double().log()
        logits = b2.expand(len(targets), vocab_size)
        return nn.functional.cross_entropy(logits, targets)
