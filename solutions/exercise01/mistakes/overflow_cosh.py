"""For large |x| an intermediate result is too large for a floating-point number, and the slope
becomes nan. Which function of x stays between -1 and 1, however large x is?
"""


def tanh_derivative(x):
    t = torch.tanh(x)
    return (torch.cosh(x) ** 2 - torch.sinh(x) ** 2) / torch.cosh(x) ** 2
