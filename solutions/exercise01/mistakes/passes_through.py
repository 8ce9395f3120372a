"""The gradient comes out as it went in, as if tanh were the identity. That is right only at x = 0.
What happens to the gradient at x = 3?
"""


def tanh_backward(grad_out, x):
    return grad_out.clone()
