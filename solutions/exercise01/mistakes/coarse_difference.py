"""The slope seems to be measured with two nearby points, which gives only a few correct digits.
That is a good way to check a formula. Which formula would you check with it?
"""

STEP = 1e-4  # or 1e-3, 1e-5, 1e-2


def tanh_derivative(x):
    t = torch.tanh(x)
    return (torch.tanh(x + STEP) - t) / STEP
