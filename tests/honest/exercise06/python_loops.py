"""One number at a time with the modules math and statistics; nested lists and ints go back."""

import math
import statistics


def flat(t):
    return t.flatten().tolist()


def activation_stats(h, threshold=0.97):
    numbers = flat(h)
    saturated = 0
    for number in numbers:
        if number > threshold or number < -threshold:
            saturated += 1
    return {
        "mean": statistics.fmean(numbers),
        "std": statistics.stdev(numbers),
        "saturated": saturated / len(numbers),
    }


def dead_neurons(h, threshold=0.99):
    dead = 0
    for column in zip(*h.tolist(), strict=True):
        for activation in column:
            if abs(activation) <= threshold:
                break
        else:
            dead += 1
    return dead


def update_ratio(param, grad, lr):
    update = [lr * number for number in flat(grad)]
    return math.log10(statistics.stdev(update)) - math.log10(statistics.stdev(flat(param)))


def density_histogram(t, bins=50):
    numbers = flat(t)
    low, high = min(numbers), max(numbers)
    width = (high - low) / bins
    edges = [low + i * width for i in range(bins + 1)]
    density = []
    for i in range(bins):
        inside = [x for x in numbers if edges[i] <= x < edges[i + 1]]
        count = len(inside) + (numbers.count(high) if i == bins - 1 else 0)
        density.append(count / len(numbers) / width)
    return density, edges
