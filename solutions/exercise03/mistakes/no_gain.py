"""Every nonlinearity gets the standard deviation of a linear layer. What do tanh and relu take away
from the signal, and where does the name have an effect?
"""


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in GAINS:
        raise ValueError(f"no gain is known for {nonlinearity!r}, only for {', '.join(GAINS)}")
    return GAINS["linear"] / math.sqrt(fan_in)
