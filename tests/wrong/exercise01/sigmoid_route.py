# WRONG: tanh_derivative: it goes through the sigmoid of 2x and forgets one of the two factors 2 of the chain rule, so every slope is half of what it should be.
# LINES: tanh_derivative 9
import torch


def tanh_derivative(x):
    # tanh(x) = 2 * sigmoid(2x) - 1, hence the slope comes from the slope of the sigmoid
    sig = torch.sigmoid(2 * x)
    return 2 * sig * (1 - sig)


def tanh_backward(grad_out, x):
    h = torch.tanh(x)
    return grad_out - grad_out * h * h


def saturation(h, threshold=0.97):
    flat = h.detach().reshape(-1).tolist()
    hits = [a for a in flat if abs(a) > threshold]
    return len(hits) / len(flat)
