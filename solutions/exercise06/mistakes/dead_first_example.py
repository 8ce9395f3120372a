"""This looks at the first example alone. The next one may well find some slope. What does "for
every example" ask of a column?
"""


def dead_neurons(h, threshold=0.99):
    return int((h[0].abs() > threshold).sum())
