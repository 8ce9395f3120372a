"""Your function changes the caller's x: after the call it holds tanh(x). In torch, a function whose
name ends in an underscore writes into its tensor. Which of your calls does that?
"""


def tanh_derivative(x):
    t = torch.tanh_(x)
    return 1 - t**2
