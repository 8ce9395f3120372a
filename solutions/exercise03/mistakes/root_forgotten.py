"""The spread falls with fan_in itself: a hundred inputs make it a hundred times narrower. The
terms of a sum partly cancel, so how fast does the width of the sum really grow?
"""


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in GAINS:
        raise ValueError(nonlinearity)
    return GAINS[nonlinearity] / fan_in
