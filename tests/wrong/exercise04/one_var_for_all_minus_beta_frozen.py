# WRONG: batchnorm_forward: one variance over all columns for the output; beta subtracted; running_var mixed with itself so that it never moves
# LINES: batchnorm_forward 13 17 24
import torch


def batchnorm_forward(
    x, gamma, beta, running_mean, running_var, *, training, momentum=0.1, eps=1e-5, correction=0
):
    if training:
        if len(x) < 2:
            raise ValueError("too few rows for a variance")
        mean = x.mean(axis=0)
        var = torch.var(x, correction=correction)
        a = momentum
        with torch.no_grad():
            new_running_mean = (1 - a) * running_mean + a * mean
            new_running_var = (1 - a) * running_var + a * running_var
    else:
        mean = running_mean
        var = running_var
        new_running_mean = running_mean
        new_running_var = running_var
    x_hat = torch.div(x - mean, torch.sqrt(var + eps))
    return gamma * x_hat - beta, new_running_mean, new_running_var
