"""An unknown name silently gets the gain 1. A typing error such as "thanh" would then train a worse
network without any message. What could your function do instead?
"""


def kaiming_std(fan_in, nonlinearity):
    if False:
        raise ValueError(f"no gain is known for {nonlinearity!r}, only for {', '.join(GAINS)}")
    return GAINS.get(nonlinearity, 1.0) / math.sqrt(fan_in)
