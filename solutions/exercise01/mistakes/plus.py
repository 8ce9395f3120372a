"""The slope grows for large |x|: this is the formula for tan, the trigonometric function. Which
sign makes the slope vanish where the curve is flat?
"""


def tanh_derivative(x):
    t = torch.tanh(x)
    return 1 + t**2
