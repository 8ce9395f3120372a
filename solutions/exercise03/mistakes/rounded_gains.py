"""The gains are rounded to a few decimals, and the checks compare more digits. Python can compute 5
/ 3 and a square root. Which of your numbers were typed in by hand?
"""

GAIN_DIGITS = 2  # or 1, 3, 4, 5


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in GAINS:
        raise ValueError(f"no gain is known for {nonlinearity!r}, only for {', '.join(GAINS)}")
    return round(GAINS[nonlinearity], GAIN_DIGITS) / math.sqrt(fan_in)
