# WRONG: tanh_backward: treats tanh as hard: the gradient passes whole where the unit is not saturated and not at all elsewhere (like relu)
# WRONG: saturation: measures the saturation of the mean activation of each neuron, not of single activations

import torch


def tanh_derivative(x):
    h = torch.tanh(x)
    return 1 - h * h
def tanh_backward(grad_out, x):
    h = torch.tanh(x)
    open_gate = (h.abs() < 0.97).to(x.dtype)
    return grad_out * open_gate


def saturation(h, threshold=0.97):
    per_neuron = h.mean(dim=0)
    return (per_neuron.abs() > threshold).double().mean().item()
