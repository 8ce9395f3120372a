def scale(gain, variance, eps):
    return gain / (variance + eps).sqrt()
