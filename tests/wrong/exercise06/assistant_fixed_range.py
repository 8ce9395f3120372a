# WRONG: density_histogram: the range is fixed at -1 to 1 (the range of tanh) instead of going from the smallest to the largest number.
# LINES: density_histogram 31
"""Layer diagnostics: activations, dead units, update speed, histograms."""
import torch


def activation_stats(h: torch.Tensor, threshold: float = 0.97) -> dict:
    """Summary statistics of a tanh layer."""
    saturated_mask = h.abs() > threshold
    return {
        "mean": h.mean().item(),
        "std": h.std().item(),
        "saturated": saturated_mask.double().mean().item(),
    }


def dead_neurons(h: torch.Tensor, threshold: float = 0.99) -> int:
    """Number of units saturated on the entire batch."""
    saturated_mask = h.abs() > threshold
    return int(saturated_mask.all(dim=0).sum().item())


def update_ratio(param: torch.Tensor, grad: torch.Tensor, lr: float) -> float:
    """log10 of the update-to-data ratio."""
    update = lr * grad
    return (update.std() / param.std()).log10().item()


def density_histogram(t: torch.Tensor, bins: int = 50):
    """Normalised histogram over the output range of tanh."""
    lower, upper = -1.0, 1.0
    counts = torch.histc(t.flatten(), bins=bins, min=lower, max=upper)
    bin_width = (upper - lower) / bins
    density = counts / (counts.sum() * bin_width)
    edges = torch.linspace(lower, upper, bins + 1, dtype=t.dtype)
    return density, edges
