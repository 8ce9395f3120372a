"""The gain is divided by instead of multiplied. It makes up for what the nonlinearity takes away.
Should a squashing function get wider or narrower weights?
"""


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in GAINS:
        raise ValueError(f"no gain is known for {nonlinearity!r}, only for {', '.join(GAINS)}")
    return 1 / GAINS[nonlinearity] / math.sqrt(fan_in)
