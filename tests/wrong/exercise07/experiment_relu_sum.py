# WRONG: nonzero_grads: relu instead of tanh; the sum of the gradient instead of any entry; b1 always drawn as zeros
# LINES: nonzero_grads 18 25 28
import torch

NAMES = ("C", "W1", "b1", "W2", "b2")


def nonzero_grads(zeroed):
    gen = torch.Generator().manual_seed(7)

    def draw(name, *shape):
        values = torch.randn(*shape, generator=gen, dtype=torch.float64)
        return (values * (name not in zeroed)).requires_grad_()

    params = {
        "C": draw("C", 5, 2),
        "W1": draw("W1", 6, 8),
        "b1": torch.zeros(8, dtype=torch.float64).requires_grad_(),
        "W2": draw("W2", 8, 5),
        "b2": draw("b2", 5),
    }
    X = torch.tensor([[0, 0, 1], [0, 1, 3], [1, 3, 2], [0, 0, 4], [0, 4, 1], [4, 1, 1]])
    Y = torch.tensor([1, 3, 2, 4, 1, 1])
    emb = params["C"][X].view(len(X), -1)
    h = torch.relu(emb @ params["W1"] + params["b1"])
    logits = h @ params["W2"] + params["b2"]
    torch.nn.functional.cross_entropy(logits, Y).backward()
    return {name for name, p in params.items() if p.grad.sum().abs() > 1e-9}


def zero_init_floor(targets, vocab_size):
    counts = torch.bincount(targets, minlength=vocab_size)
    p = counts[counts > 0].double() / len(targets)
    return -(p * p.log()).sum().item() + 0.0
