# WRONG: batchnorm_forward: gamma missing in training; weights swapped at the variance buffer; buffers move in evaluation too
# LINES: batchnorm_forward 15 20 23
import torch


def batchnorm_forward(
    x, gamma, beta, running_mean, running_var, *, training, momentum=0.1, eps=1e-5, correction=0
):
    if training and x.shape[0] < 2:
        raise ValueError("x has fewer than two rows")
    batch_mean = x.mean(dim=0)
    batch_var = (x - batch_mean).pow(2).mean(dim=0)
    n = x.shape[0]
    if training:
        out = (x - batch_mean) / torch.sqrt(batch_var * n / (n - correction) + eps)
        out = out + beta
    else:
        out = (x - running_mean) / torch.sqrt(running_var + eps)
        out = gamma * out + beta
    with torch.no_grad():
        unbiased = batch_var * n / max(n - 1, 1)
        mean_buffer = (1 - momentum) * running_mean + momentum * batch_mean
        var_buffer = momentum * running_var + (1 - momentum) * unbiased
    return out, mean_buffer, var_buffer
