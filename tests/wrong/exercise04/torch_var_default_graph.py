# WRONG: batchnorm_forward: output variance always divided by n - 1; buffers keep the graph of x
# LINES: batchnorm_forward 13 16 17
import torch


def batchnorm_forward(
    x, gamma, beta, running_mean, running_var, *, training, momentum=0.1, eps=1e-5, correction=0
):
    if training:
        if x.shape[0] == 1:
            raise ValueError("one row only")
        bnmean = x.mean(0, keepdim=True)
        bnvar = x.var(0, keepdim=True)
        out = gamma * (x - bnmean) / torch.sqrt(bnvar + eps) + beta
        keep = 1 - momentum
        running_mean = keep * running_mean + momentum * bnmean.squeeze(0)
        running_var = keep * running_var + momentum * bnvar.squeeze(0)
        return out, running_mean, running_var
    out = gamma * (x - running_mean) / torch.sqrt(running_var + eps) + beta
    return out, running_mean, running_var
