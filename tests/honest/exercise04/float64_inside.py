"""Works in float64 whatever comes, and hands the buffers back in single and double as they came."""

import torch


def batchnorm_forward(
    x, gamma, beta, running_mean, running_var, *, training, momentum=0.1, eps=1e-5, correction=0
):
    own = x.to(torch.float64)
    mean, var = running_mean.double(), running_var.double()
    after = mean, var
    if training:
        if own.shape[0] <= 1:
            raise ValueError(f"{own.shape[0]} row")
        biased, mean = torch.var_mean(own, dim=0, correction=0)
        n = torch.tensor(float(own.shape[0]))
        with torch.inference_mode():
            m = momentum
            unbiased = biased * n / (n - 1)
            after = (1 - m) * after[0] + m * mean, (1 - m) * after[1] + m * unbiased
        var = biased * n / (n - correction)
    out = gamma.double() * ((own - mean) / (var + eps).sqrt()) + beta.double()
    return out.to(x.dtype), *(buffer.to(x.dtype) for buffer in after)
