# WRONG: batchnorm_forward: in evaluation the mean is still that of the batch, only the variance comes from the buffer.
# LINES: batchnorm_forward 8
import torch


def batchnorm_forward(x, gamma, beta, running_mean, running_var, *, training, momentum=0.1,
                      eps=1e-5, correction=0):
    centred = x - x.mean(dim=0, keepdim=True)
    if training:
        n = x.shape[0]
        if n < 2:
            raise ValueError("batch too small")
        ss = (centred * centred).sum(dim=0)
        var = ss / (n - correction)
        with torch.no_grad():
            rm = running_mean * (1 - momentum) + x.mean(0) * momentum
            rv = running_var * (1 - momentum) + ss / (n - 1) * momentum
    else:
        var = running_var
        rm, rv = running_mean.clone(), running_var.clone()
    out = gamma * centred / torch.sqrt(var + eps) + beta
    return out, rm, rv
