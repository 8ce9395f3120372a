"""A standard deviation seems to have become a variance: a layer with four times the inputs comes
out four times as narrow instead of twice. Which of the two does torch.randn want to be
multiplied by, and how often?
"""


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in GAINS:
        raise ValueError(nonlinearity)
    return GAINS[nonlinearity] ** 2 / fan_in
