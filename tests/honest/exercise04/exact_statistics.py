"""Python's statistics module, which adds up fractions without any rounding."""

import statistics

import torch


def batchnorm_forward(
    x, gamma, beta, running_mean, running_var, *, training, momentum=0.1, eps=1e-5, correction=0
):
    if training:
        columns = x.T.tolist()
        try:
            unbiased = torch.tensor([statistics.variance(c) for c in columns], dtype=x.dtype)
        except statistics.StatisticsError as error:  # raised for a single number
            raise ValueError("a variance needs two rows") from error
        mean = torch.tensor([statistics.fmean(column) for column in columns], dtype=x.dtype)
        chosen = statistics.variance if correction else statistics.pvariance
        var = torch.tensor([chosen(column) for column in columns], dtype=x.dtype)
        running_mean = ((1 - momentum) * running_mean + momentum * mean).numpy()
        running_var = ((1 - momentum) * running_var + momentum * unbiased).numpy()
    else:
        mean, var = running_mean.clone(), running_var.clone()
    x_hat = (x.detach() - mean) / (var + eps).sqrt()
    return (gamma.detach() * x_hat + beta.detach()).numpy(), running_mean, running_var
