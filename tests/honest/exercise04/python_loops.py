"""Plain Python numbers, one column after another; nested lists go back, in a list."""

import math


def batchnorm_forward(
    x, gamma, beta, running_mean, running_var, *, training, momentum=0.1, eps=1e-5, correction=0
):
    columns = [list(column) for column in zip(*x.tolist())]
    means, variances = running_mean.tolist(), running_var.tolist()
    if training and x.shape[0] == 1:
        raise ValueError
    out = []
    for j, column in enumerate(columns):
        mean, var = means[j], variances[j]
        if training:
            n = len(column)
            mean = sum(column) / n
            squares = 0.0
            for number in column:
                squares += (number - mean) ** 2
            var = squares / (n - correction)
            means[j] += momentum * (mean - means[j])
            variances[j] += momentum * (squares / (n - 1) - variances[j])
        out.append([gamma[j].item() * (v - mean) / math.sqrt(var + eps) + beta[j].item() for v in column])
    return [[list(row) for row in zip(*out)], means, variances]
