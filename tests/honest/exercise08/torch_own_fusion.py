"""torch has a function for it, which wants the weights the other way round."""

from torch.nn.utils.fusion import fuse_linear_bn_weights


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    weight, bias = fuse_linear_bn_weights(
        W.T, b, running_mean, running_var, eps, gamma, beta
    )
    return weight.T, bias
