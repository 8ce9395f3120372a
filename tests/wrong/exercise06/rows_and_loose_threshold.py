# WRONG: dead_neurons: all over the neurons instead of the examples; threshold 0.97 fixed
# LINES: dead_neurons 20 21
import torch


def _sat(h, threshold):
    return torch.gt(torch.abs(h), threshold)


def activation_stats(h, threshold=0.97):
    s = _sat(h, threshold)
    return {
        "mean": torch.mean(h).item(),
        "std": torch.std(h).item(),
        "saturated": torch.count_nonzero(s).item() / s.numel(),
    }


def dead_neurons(h, threshold=0.99):
    stuck = _sat(h, 0.97)
    per_neuron = stuck.all(dim=1)
    return int(per_neuron.sum())


def update_ratio(param, grad, lr):
    ratio = torch.std(lr * grad) / torch.std(param)
    return torch.log10(ratio).item()


def density_histogram(t, bins=50):
    flat = t.flatten()
    lo, hi = float(flat.min()), float(flat.max())
    w = (hi - lo) / bins
    counts = [0] * bins
    for v in flat.tolist():
        counts[min(int((v - lo) / w), bins - 1)] += 1
    density = torch.tensor([c / (flat.numel() * w) for c in counts], dtype=t.dtype)
    return density, torch.linspace(lo, hi, bins + 1, dtype=t.dtype)
