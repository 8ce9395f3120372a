"""It looks as if x were multiplied by itself. MARK"""


def double(x):
    return x * x
