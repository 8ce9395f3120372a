"""This is tanh(x) itself, which the forward pass computes. The exercise asks for the slope of the
curve at x. How does the slope follow from the value?
"""


def tanh_derivative(x):
    t = torch.tanh(x)
    return t
