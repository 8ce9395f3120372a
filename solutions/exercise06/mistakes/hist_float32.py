"""The numbers are right to about seven digits. t comes with sixteen. linspace, arange and zeros
make float32 unless they are told otherwise: what are they told here?
"""

_right = density_histogram


def density_histogram(t, bins=50):
    density, edges = _right(t.float(), bins)
    return density, edges
