# WRONG: batchnorm_forward: momentum is the weight of the old value, as in Keras, so old and new have each other's weight.
# LINES: batchnorm_forward 8
import torch


def _assign_moving_average(variable, value, momentum):
    # keras: variable * momentum + value * (1 - momentum)
    return variable * momentum + value * (1.0 - momentum)


def batchnorm_forward(x, gamma, beta, running_mean, running_var, *, training, momentum=0.1,
                      eps=1e-5, correction=0):
    if training:
        if x.shape[0] < 2:
            raise ValueError("batch size must be at least 2")
        mean, variance = x.mean(dim=0), x.var(dim=0, correction=correction)
        moving_mean = _assign_moving_average(running_mean, mean.detach(), momentum)
        moving_var = _assign_moving_average(running_var, x.detach().var(dim=0), momentum)
    else:
        mean, variance = running_mean, running_var
        moving_mean, moving_var = running_mean, running_var
    inv = gamma * torch.rsqrt(variance + eps)
    return (x - mean) * inv + beta, moving_mean, moving_var
