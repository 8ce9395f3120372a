"""The standard deviation seems to have become a variance: four times the inputs make it four times
smaller instead of twice. By which of the two must a standard normal number be multiplied?
"""


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in GAINS:
        raise ValueError(f"no gain is known for {nonlinearity!r}, only for {', '.join(GAINS)}")
    return (GAINS[nonlinearity] / math.sqrt(fan_in)) ** 2
