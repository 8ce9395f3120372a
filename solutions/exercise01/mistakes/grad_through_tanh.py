"""The incoming gradient seems to go through tanh itself, so that large gradients are squeezed below
1. A backward pass is linear. What should the result be for twice the gradient?
"""


def tanh_backward(grad_out, x):
    return torch.tanh(grad_out) * tanh_derivative(x)
