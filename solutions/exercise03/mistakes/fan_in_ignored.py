"""The number of inputs makes no difference: only the gain is returned. A sum of a hundred terms has
a larger spread than a single term. Where does your function make up for that?
"""


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in GAINS:
        raise ValueError(f"no gain is known for {nonlinearity!r}, only for {', '.join(GAINS)}")
    return GAINS[nonlinearity] / math.sqrt(1)
