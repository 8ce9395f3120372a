"""Nothing but floats and lists, every number by itself."""

import math


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    W = W.tolist()
    outputs = range(len(gamma))
    b = [0.0 for _ in outputs] if b is None else b.tolist()
    s = [float(gamma[j]) / math.sqrt(float(running_var[j]) + eps) for j in outputs]
    weights = [[row[j] * s[j] for j in outputs] for row in W]
    bias = [(b[j] - float(running_mean[j])) * s[j] + float(beta[j]) for j in outputs]
    return [weights, bias]
