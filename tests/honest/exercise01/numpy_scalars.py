"""Lists of numpy scalars, a zero-dimensional array, mixed types in one list."""

import numpy as np


def tanh_derivative(x):
    heights = [[np.tanh(np.float64(v)) for v in row] for row in x]
    return [[1 - t * t if t else np.int8(1) for t in row] for row in heights]


def tanh_backward(grad_out, x):
    rows = zip(grad_out.numpy(), tanh_derivative(x), strict=True)
    return tuple(tuple(g * s for g, s in zip(*row, strict=True)) for row in rows)


def saturation(h, threshold=0.97):
    flags = np.greater(np.abs(h.numpy()), threshold)
    return np.array(np.float32(flags.sum(dtype=np.uint16)) / np.float32(flags.size))
