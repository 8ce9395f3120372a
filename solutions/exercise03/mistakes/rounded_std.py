"""The standard deviation is rounded to a few decimals. Rounding is for showing a number. What is
left of it with 10,000 inputs?
"""

STD_DIGITS = 4  # or 1, 2, 3, 5


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in GAINS:
        raise ValueError(f"no gain is known for {nonlinearity!r}, only for {', '.join(GAINS)}")
    return round(GAINS[nonlinearity] / math.sqrt(fan_in), STD_DIGITS)
