"""Right in every point."""


def double(x):
    return x + x


def total(x):
    return x.sum().item()
