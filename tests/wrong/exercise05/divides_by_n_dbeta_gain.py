# WRONG: batchnorm_backward: variance path divided by n whatever the correction; dbeta with gamma as an extra factor
# LINES: batchnorm_backward 11 13
import torch


def batchnorm_backward(grad_out, cache):
    d = torch.einsum("nf,f->nf", grad_out, cache["gamma"])
    z = cache["x_hat"]
    n = d.shape[0]
    dgamma = torch.einsum("nf,nf->f", grad_out, z)
    dbeta = torch.einsum("nf->f", d)
    level = d.mean(0)
    tilt = torch.einsum("nf,nf->f", d, z) / n
    return (d - level - z * tilt) * cache["inv_std"], dgamma, dbeta
