"""The gain seems to be added instead of multiplied. A factor has an effect in proportion to the
spread. How does the gain enter the docstring's description?
"""


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in GAINS:
        raise ValueError(f"no gain is known for {nonlinearity!r}, only for {', '.join(GAINS)}")
    return GAINS[nonlinearity] + 1 / math.sqrt(fan_in)
