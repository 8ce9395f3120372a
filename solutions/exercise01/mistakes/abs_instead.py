"""The absolute value makes the slope symmetric, but it gives it a sharp peak at 0, where it is
smooth. At x = 1 the slope is 0.238 instead of 0.420. Which other operation removes the sign?
"""


def tanh_derivative(x):
    t = torch.tanh(x)
    return 1 - t.abs()
