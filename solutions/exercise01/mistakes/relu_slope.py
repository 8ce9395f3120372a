"""The slope is either 0 or 1, depending on the sign of x: this is the slope of a ReLU. The slope of
tanh changes gradually and is the same on both sides. What does the table say?
"""


def tanh_derivative(x):
    t = torch.tanh(x)
    return (x > 0).to(x.dtype)
