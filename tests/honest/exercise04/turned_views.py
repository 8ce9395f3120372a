"""Works on the transposed matrix throughout; what goes back are views into larger tensors."""

import torch
from torch.linalg import vector_norm


def batchnorm_forward(
    x, gamma, beta, running_mean, running_var, *, training, momentum=0.1, eps=1e-5, correction=0
):
    features = x.T  # (features, n)
    statistics = torch.stack((running_mean, running_var), dim=1)
    if training:
        n = features.shape[1]
        if n == 1:
            raise ValueError("spread of one number")
        mean = features.mean(dim=1)
        centred = features - mean.view(-1, 1)
        squares = vector_norm(centred, dim=1) ** 2
        batch = torch.stack((mean, squares / (n - 1)), dim=1).detach()
        new = (1 - momentum) * statistics + momentum * batch
        std = torch.sqrt(squares / (n - correction) + eps)
    else:
        new, centred = statistics, features - statistics[:, :1]
        std = torch.sqrt(statistics[:, 1] + eps)
    out = centred.T * (gamma / std) + beta
    return out, new[:, 0], new[:, 1]
