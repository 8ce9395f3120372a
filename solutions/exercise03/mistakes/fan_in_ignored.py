"""The number of inputs makes no difference here: only the gain comes back. A sum of a hundred
terms is wider than a single one; where does your function make up for that?
"""


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in GAINS:
        raise ValueError(nonlinearity)
    return GAINS[nonlinearity]
