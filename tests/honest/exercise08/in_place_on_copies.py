"""In place, and on copies only; transposed first and last."""


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    rows = W.clone().t().contiguous()
    std = running_var.clone().add_(eps).sqrt_()
    rows.div_(std[:, None]).mul_(gamma[:, None])
    bias = running_mean.clone().neg_()
    if b is not None:
        bias += b
    bias *= gamma
    bias /= std
    bias += beta
    return rows.t(), bias
