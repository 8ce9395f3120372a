"""The slope is 1 in the middle and 0 outside, as for a tanh made of three straight lines. The real
curve bends everywhere. What is its slope at x = 0.5?
"""


def tanh_derivative(x):
    return (x.abs() < 1).to(x.dtype)
