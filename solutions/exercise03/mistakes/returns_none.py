"""An unknown name gives None instead of an error, so that the mistake shows only later. How does a
function report that an argument is invalid?
"""


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in GAINS:
        return None
    return GAINS[nonlinearity] / math.sqrt(fan_in)
