"""One number at a time; nested lists go back, and saturation is a whole number where it can be."""

import math


def tanh_derivative(x):
    slopes = []
    for row in x.tolist():
        slopes.append([])
        for number in row:
            height = math.tanh(number)
            slopes[-1].append(1 if height == 0 else 1 - height * height)
    return slopes


def tanh_backward(grad_out, x):
    gradient = []
    for i in range(len(x)):
        row = []
        for j in range(len(x[i])):
            row.append(grad_out[i][j].item() * (1 - math.tanh(x[i][j]) ** 2))
        gradient.append(row)
    return gradient


def saturation(h, threshold=0.97):
    saturated = everything = 0
    for row in h:
        for activation in row:
            everything += 1
            if activation > threshold or activation < -threshold:
                saturated += 1
    return saturated // everything if saturated in (0, everything) else saturated / everything
