# WRONG: tanh_derivative: it takes a one-sided difference quotient with a step of 0.01, which is off in the third digit.
# LINES: tanh_derivative 9 14
"""Numerically robust implementation of the tanh utilities.

All helpers are vectorised and side-effect free.
"""
import torch

_STEP = 1e-2  # a good compromise between truncation and round-off error


def tanh_derivative(x: torch.Tensor) -> torch.Tensor:
    """Slope of tanh, via a finite difference (avoids cancellation in 1 - h**2)."""
    return (torch.tanh(x + _STEP) - torch.tanh(x)) / _STEP


def tanh_backward(grad_out: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
    """Vector-Jacobian product of tanh."""
    activation = torch.tanh(x)
    local_gradient = 1.0 - activation.pow(2)
    return grad_out * local_gradient


def saturation(h: torch.Tensor, threshold: float = 0.97) -> float:
    """Share of saturated activations."""
    is_saturated = h.abs() > threshold
    return is_saturated.to(dtype=torch.float64).mean().item()
