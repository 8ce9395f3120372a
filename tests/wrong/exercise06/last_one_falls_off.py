# WRONG: density_histogram: every bin leaves its right edge to the next, also the last one, so the largest number is not counted there.
# LINES: density_histogram 28
import torch


def activation_stats(h, threshold=0.97):
    return {
        "mean": torch.mean(h).item(),
        "std": torch.sqrt(torch.var(h)).item(),
        "saturated": ((h > threshold) | (h < -threshold)).double().mean().item(),
    }


def dead_neurons(h, threshold=0.99):
    alive = (h.abs() <= threshold).any(dim=0)
    return h.shape[1] - int(alive.sum())


def update_ratio(param, grad, lr):
    sd = lambda t: ((t - t.mean()) ** 2).sum().div(t.numel() - 1).sqrt()
    return torch.log10(sd(lr * grad) / sd(param)).item()


def density_histogram(t, bins=50):
    values = t.flatten()
    low, high = values.min(), values.max()
    edges = torch.linspace(low.item(), high.item(), bins + 1, dtype=t.dtype)
    inside = (values[:, None] >= edges[:-1]) & (values[:, None] < edges[1:])
    counts = inside.sum(dim=0).to(t.dtype)
    return counts / (len(values) * (high - low) / bins), edges
