"""Written with numpy, whose std takes ddof and whose histogram function returns the edges too."""

import math

import numpy as np
import torch


def activation_stats(h: torch.Tensor, threshold: float = 0.97) -> dict[str, float]:
    values = h.numpy()
    return {
        "mean": float(np.mean(values)),
        "std": float(np.std(values, ddof=1)),
        "saturated": float(np.mean(np.abs(values) > threshold)),
    }


def dead_neurons(h: torch.Tensor, threshold: float = 0.99) -> int:
    smallest = np.abs(h.numpy()).min(axis=0)  # of a dead neuron even this one is saturated
    return int(np.count_nonzero(smallest > threshold))


def update_ratio(param: torch.Tensor, grad: torch.Tensor, lr: float) -> float:
    return math.log10(lr) + math.log10(np.std(grad.numpy())) - math.log10(np.std(param.numpy()))


def density_histogram(t: torch.Tensor, bins: int = 50) -> tuple[np.ndarray, np.ndarray]:
    density, edges = np.histogram(t.numpy(), bins=bins, density=True)
    return density, edges
