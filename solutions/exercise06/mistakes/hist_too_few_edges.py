"""There is one edge too few, and so one bin too few. A fence of three boards has four posts. How
many edges do the bins have?
"""

_right = density_histogram


def density_histogram(t, bins=50):
    return _right(t, bins - 1) if bins > 1 else (torch.zeros(0), t.flatten()[:1])
