"""Written as an experiment: a small network is built, and autograd tells who has a gradient."""

import torch


def nonzero_grads(zeroed: frozenset[str]) -> set[str]:
    shapes = {"C": (5, 2), "W1": (6, 4), "b1": (4,), "W2": (4, 5), "b2": (5,)}
    generator = torch.Generator().manual_seed(1)
    parameters = {
        name: torch.zeros(shape) if name in zeroed else torch.randn(shape, generator=generator)
        for name, shape in shapes.items()
    }
    for parameter in parameters.values():
        parameter.requires_grad_()
    C, W1, b1, W2, b2 = parameters.values()

    X = torch.randint(0, 5, (8, 3), generator=generator)
    Y = torch.tensor([0, 0, 0, 1, 1, 2, 3, 4])  # not balanced
    h = torch.tanh(C[X].view(8, 6) @ W1 + b1)
    torch.nn.functional.cross_entropy(h @ W2 + b2, Y).backward()
    return {name for name, each in parameters.items() if each.grad.count_nonzero() > 0}


def zero_init_floor(targets: torch.Tensor, vocab_size: int) -> float:
    frequency = torch.bincount(targets, minlength=vocab_size).double() / len(targets)
    return torch.special.entr(frequency).sum().item()  # entr(p) is -p ln p, and 0 where p is 0
