"""Written with exponentials: 1 - tanh² is 4 / (eˣ + e⁻ˣ)², and the shares are counted in a loop."""

import torch


def tanh_derivative(x: torch.Tensor) -> torch.Tensor:
    decay = torch.exp(-2 * x.abs())  # never above 1, so that nothing overflows
    return 4 * decay / (1 + decay) ** 2


def tanh_backward(grad_out: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
    return tanh_derivative(x).mul(grad_out)


def saturation(h: torch.Tensor, threshold: float = 0.97) -> float:
    activations = h.flatten().tolist()
    return sum(abs(a) > threshold for a in activations) / len(activations)
