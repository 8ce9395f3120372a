"""One pass over the rows by Welford's update, which loses no digits."""

import torch


def welford(rows):
    count, mean = 0, torch.zeros_like(rows[0])
    squares = torch.zeros_like(mean)
    for row in rows:
        count += 1
        delta = row - mean
        mean = mean + delta / count
        squares = squares + delta * (row - mean)
    return count, mean, squares


def batchnorm_forward(
    x, gamma, beta, running_mean, running_var, *, training, momentum=0.1, eps=1e-5, correction=0
):
    if training:
        count, mean, squares = welford(x)
        if count < 2:
            raise ValueError("one row")
        var = squares / (count - correction)
        with torch.no_grad():
            running_mean = running_mean + momentum * (mean - running_mean)
            running_var = running_var + momentum * (squares / (count - 1) - running_var)
    else:
        mean, var = running_mean, running_var
    return torch.stack([gamma * (row - mean) / (var + eps).sqrt() + beta for row in x]), running_mean, running_var
