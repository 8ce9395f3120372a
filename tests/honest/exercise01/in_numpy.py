"""numpy throughout: an array goes back, tuples of numpy scalars, a float32 without dimensions."""

import numpy as np


def tanh_derivative(x):
    height = np.tanh(x.numpy())
    return 1.0 - np.square(height)


def tanh_backward(grad_out, x):
    slopes = [[1 - np.tanh(np.float64(v)) ** 2 if v else np.int8(1) for v in row] for row in x]
    rows = zip(grad_out.numpy(), slopes, strict=True)
    return tuple(tuple(g * s for g, s in zip(*row, strict=True)) for row in rows)


def saturation(h, threshold=0.97):
    flags = np.greater(np.abs(h.numpy()), threshold)
    return np.array(np.float32(flags.sum(dtype=np.uint16)) / np.float32(flags.size))
