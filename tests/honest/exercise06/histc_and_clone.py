"""torch.histc counts; everything is done in place, but on copies of its own."""

import torch


def activation_stats(h, threshold=0.97):
    own = h.clone()
    stats = {"mean": own.mean().item()}
    own -= stats["mean"]
    own.square_()
    stats["std"] = own.sum().div_(own.numel() - 1).sqrt_().item()
    stats["saturated"] = h.clone().abs_().gt(threshold).double().mean().item()
    return stats


def dead_neurons(h, threshold=0.99):
    alive = h.clone().abs_().le_(threshold).sum(dim=0)
    return h.size(1) - torch.count_nonzero(alive)


def update_ratio(param, grad, lr):
    before, after = param.clone(), param.clone()
    after -= lr * grad
    before -= after
    return before.std().div_(param.std()).log10_()


def density_histogram(t, bins=50):
    low, high = t.min().item(), t.max().item()
    density = torch.histc(t.clone(), bins, low, high)
    density *= bins / (high - low)
    density /= t.numel()
    return [density, torch.linspace(low, high, bins + 1, dtype=t.dtype)]
