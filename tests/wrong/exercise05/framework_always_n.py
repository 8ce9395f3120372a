# WRONG: batchnorm_backward: as torch's and cuDNN's kernels do, it always divides the variance path by n and ignores correction.
# LINES: batchnorm_backward 12
import torch


def batchnorm_backward(grad_out, cache):
    # native_batch_norm_backward: only save_mean, save_invstd and weight are needed
    save_mean, save_invstd, weight = cache["mean"], cache["inv_std"], cache["gamma"]
    norm = 1.0 / grad_out.shape[0]
    dot_p = ((cache["x"] - save_mean) * grad_out).sum(dim=0)
    grad_mean = grad_out.sum(dim=0) * norm
    proj_scale = dot_p * norm * save_invstd * save_invstd
    grad_scale = save_invstd * weight
    proj = (cache["x"] - save_mean) * proj_scale
    grad_input = (grad_out - proj - grad_mean) * grad_scale
    return grad_input, dot_p * save_invstd, grad_out.sum(dim=0)
