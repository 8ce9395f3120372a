"""Large gradients are clipped. Some training loops do that on purpose in the optimizer, but a
backward pass is linear. What should the result be for twice the gradient?
"""

CLIP = 1.0  # or 0.1, 0.5, 2.0, 5.0, 10.0


def tanh_backward(grad_out, x):
    return grad_out.clamp(-CLIP, CLIP) * tanh_derivative(x)
