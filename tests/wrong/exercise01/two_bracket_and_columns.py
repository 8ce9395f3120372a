# WRONG: tanh_derivative: the square is around the whole bracket, (1 - tanh)^2, instead of on tanh alone.
# WRONG: saturation: it returns the fraction of neurons that are saturated for at least one example, not that of activations.
# LINES: tanh_derivative 10
# LINES: saturation 20
import torch


def tanh_derivative(x):
    t = torch.tanh(x)
    return (1 - t) ** 2


def tanh_backward(grad_out, x):
    t = torch.tanh(x)
    return torch.addcmul(grad_out, grad_out, t * t, value=-1)


def saturation(h, threshold=0.97):
    sat = torch.abs(h) > threshold
    per_neuron = sat.any(dim=0)
    return per_neuron.float().mean().item()
