"""The values are centred and scaled before they are counted. The shape is right, but the edges no
longer tell how large the values are. Which values do the edges belong to?
"""

_right = density_histogram


def density_histogram(t, bins=50):
    return _right((t - t.mean()) / t.std(), bins)
