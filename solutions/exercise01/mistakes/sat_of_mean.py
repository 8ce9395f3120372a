"""The average is taken first and compared after, so that the result is either 0 or 1. In which
order do comparing and averaging give a fraction?
"""


def saturation(h, threshold=0.97):
    return float(h.abs().mean() > threshold)
