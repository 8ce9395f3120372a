# WRONG: tanh_backward: tanh is applied twice, so the slope is taken at tanh(x) instead of at x.
# LINES: tanh_backward 12
import torch


def tanh_derivative(x: torch.Tensor) -> torch.Tensor:
    return (1 + torch.tanh(x)) * (1 - torch.tanh(x))


def tanh_backward(grad_out: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
    h = torch.tanh(x)
    local = tanh_derivative(h)
    return local * grad_out


def saturation(h: torch.Tensor, threshold: float = 0.97) -> float:
    saturated = torch.logical_or(h > threshold, h < -threshold)
    return float(saturated.sum()) / h.numel()
