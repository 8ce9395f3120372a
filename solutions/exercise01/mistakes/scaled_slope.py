"""The slope has the right shape and is off by a constant factor, the same for every x. tanh can be
written with a sigmoid of 2x; such a 2 is easily lost or counted twice. What is the slope at x = 0?
"""

SLOPE_SCALE = 0.5  # or 2.0, 0.25, 4.0


def tanh_derivative(x):
    t = torch.tanh(x)
    return SLOPE_SCALE * (1 - t**2)
