"""The square root seems to be taken twice, so that the standard deviation falls too slowly. With 16
inputs and gain 1 it should be 0.25. What is it in your function?
"""


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in GAINS:
        raise ValueError(f"no gain is known for {nonlinearity!r}, only for {', '.join(GAINS)}")
    return GAINS[nonlinearity] / math.sqrt(math.sqrt(fan_in))
