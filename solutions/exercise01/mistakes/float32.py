"""The slope is right to seven digits only, although x has sixteen. It seems to be computed in
single precision. Which step changes the type of x?
"""


def tanh_derivative(x):
    t = torch.tanh(x.float())
    return 1 - t**2
