"""The slope is 1 in the middle and 0 outside: this is the slope of hardtanh, which consists of
three straight lines. tanh bends everywhere. What is its slope at x = 0.5?
"""


def tanh_derivative(x):
    t = torch.tanh(x)
    return (x.abs() < 1).to(x.dtype)
