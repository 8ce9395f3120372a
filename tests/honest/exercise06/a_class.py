"""A dashboard with static methods, bound at module level; the histogram is a dataclass inside."""

from dataclasses import astuple, dataclass

import torch


@dataclass
class Histogram:
    density: torch.Tensor
    edges: torch.Tensor


class Dashboard:
    dead_from = 0.99

    def __init__(self, threshold):
        self.threshold = threshold

    def stats(self, h, threshold=None):
        threshold = self.threshold if threshold is None else threshold
        flat = h.ravel()
        saturated = torch.nn.Hardtanh()((flat.abs() > threshold).double()).mean()
        return {"mean": flat.mean(), "std": flat.std(), "saturated": saturated}

    @classmethod
    def dead(cls, h, threshold=None):
        threshold = cls.dead_from if threshold is None else threshold
        return sum(int(bool(torch.all(neuron.abs() > threshold))) for neuron in h.T)

    @staticmethod
    def ratio(param, grad, lr):
        return float(torch.log10(lr * grad.std() / param.std()))

    @staticmethod
    def histogram(t, bins=50):
        low, high = torch.aminmax(t)
        place = ((t - low) / (high - low) * bins).floor().long().clamp_max(bins - 1).ravel()
        ones = torch.ones(t.numel(), dtype=t.dtype)
        counts = torch.zeros(bins, dtype=t.dtype).index_add(0, place, ones)
        edges = torch.lerp(low, high, torch.arange(bins + 1).to(t.dtype) / bins)
        return astuple(Histogram(counts / t.numel() * bins / (high - low), edges))


board = Dashboard(0.97)
activation_stats, dead_neurons = board.stats, board.dead
update_ratio, density_histogram = board.ratio, board.histogram
