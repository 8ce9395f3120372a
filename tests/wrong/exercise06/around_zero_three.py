# WRONG: density_histogram: edges from -max|t| to max|t|; divided by the number of bins instead of values; width of the wrong span
# LINES: density_histogram 28 31 32
import torch


def activation_stats(h, threshold=0.97):
    ends = (h > threshold) + (h < -threshold)
    return {
        "mean": h.mean().item(),
        "std": h.var().sqrt().item(),
        "saturated": ends.double().mean().item(),
    }


def dead_neurons(h, threshold=0.99):
    alive = (h.abs() <= threshold).any(0)
    return h.shape[1] - int(alive.sum())


def update_ratio(param, grad, lr):
    step = lr * grad
    return (step.std().log10() - param.std().log10()).item()


def density_histogram(t, bins=50):
    x = t.flatten()
    reach = x.abs().max().item()
    edges = torch.linspace(-reach, reach, bins + 1, dtype=t.dtype)
    place = torch.bucketize(x, edges, right=True) - 1
    counts = torch.bincount(place.clamp(0, bins - 1), minlength=bins).to(t.dtype)
    width = reach / bins
    density = counts / (bins * width)
    return density, edges
