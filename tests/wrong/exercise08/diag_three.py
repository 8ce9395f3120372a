# WRONG: fold_batchnorm: gamma added to 1 as a residual gain; root missing in the weights; mean scaled by gamma alone
# LINES: fold_batchnorm 8 9 10
import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    var = running_var + eps
    gain = 1 + gamma
    weight = W @ torch.diag(gain / var)
    bias = -running_mean * gain + beta
    if b is not None:
        bias = bias + b * gain / var.sqrt()
    return weight, bias
