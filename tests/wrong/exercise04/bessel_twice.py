# WRONG: batchnorm_forward: the factor n/(n-1) is put on a variance that with correction 1 already has it, so running_var is corrected twice there.
# LINES: batchnorm_forward 14
import torch


def batchnorm_forward(x, gamma, beta, running_mean, running_var, *, training, momentum=0.1,
                      eps=1e-5, correction=0):
    n = x.size(0)
    if training:
        if n <= 1:
            raise ValueError("one row has no spread")
        mean = torch.mean(x, dim=0)
        var = torch.var(x, dim=0, correction=correction)
        unbiased = var.detach() * n / (n - 1)
        running_mean = torch.lerp(running_mean, mean.detach(), momentum)
        running_var = torch.lerp(running_var, unbiased, momentum)
    else:
        mean = running_mean
        var = running_var
    normed = (x - mean) * torch.rsqrt(var + eps)
    return torch.addcmul(beta, gamma, normed), running_mean, running_var
