"""The slope is computed by autograd, and the exercise is to find it yourself. What is the slope of
tanh, written with the value of tanh that the forward pass has already computed?
"""


def tanh_derivative(x):
    leaf = x.detach().clone().requires_grad_()
    t = torch.tanh(leaf)
    return torch.autograd.grad(t.sum(), leaf)[0]
