# WRONG: batchnorm_forward: the output in training is normalised with the freshly updated buffers instead of the statistics of the batch.
# LINES: batchnorm_forward 16 17
import torch


def batchnorm_forward(x, gamma, beta, running_mean, running_var, *, training, momentum=0.1,
                      eps=1e-5, correction=0):
    if training:
        if x.shape[0] == 1:
            raise ValueError("x has one row")
        batch_mean = x.mean(dim=0)
        batch_var = x.var(dim=0, correction=1)
        running_mean = (1 - momentum) * running_mean + momentum * batch_mean.detach()
        running_var = (1 - momentum) * running_var + momentum * batch_var.detach()
    # from here on the same for both modes
    inv = 1 / torch.sqrt(running_var + eps)
    out = gamma * inv * (x - running_mean) + beta
    return out, running_mean, running_var
