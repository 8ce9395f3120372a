# WRONG: fold_batchnorm: the weights are read off as the layer's answers to unit vectors without taking off the answer to 0, so every column contains the bias.
# LINES: fold_batchnorm 20
"""Fold a BatchNorm into the preceding Linear by probing the composed map."""
import torch


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    """Return the equivalent (weight, bias) of Linear followed by BatchNorm (eval)."""

    def composed(x: torch.Tensor) -> torch.Tensor:
        z = x @ W
        if b is not None:
            z = z + b
        return gamma * (z - running_mean) / torch.sqrt(running_var + eps) + beta

    fan_in = W.shape[0]
    identity = torch.eye(fan_in, dtype=W.dtype)
    origin = torch.zeros(1, fan_in, dtype=W.dtype)

    folded_weight = composed(identity)  # row i is the response to input i
    folded_bias = composed(origin).squeeze(0)
    return folded_weight, folded_bias
