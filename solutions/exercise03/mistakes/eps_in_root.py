"""A small constant is added under the square root. fan_in is at least 1, so nothing is divided by
0. What is the constant protecting from?
"""

ROOT_EPS = 1e-5  # or 1e-4, 1e-3


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in GAINS:
        raise ValueError(f"no gain is known for {nonlinearity!r}, only for {', '.join(GAINS)}")
    return GAINS[nonlinearity] / math.sqrt(fan_in + ROOT_EPS)
