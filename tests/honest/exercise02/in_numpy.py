"""All of it in numpy: log-sum-exp by hand, arrays out, zeros that are integers."""

import numpy as np


def uniform_loss(vocab_size):
    return np.log(np.float64(vocab_size))


def cross_entropy(logits, targets):
    z, t = np.asarray(logits), np.asarray(targets)
    z = z - z.max(axis=1, keepdims=True)
    losses = np.log(np.exp(z).sum(axis=1)) - np.take_along_axis(z, t[:, None], axis=1)[:, 0]
    return np.mean(losses)


def scale_output_layer(W, b, scale=0.01):
    return np.multiply(W.numpy(), scale), np.zeros(len(b), dtype=np.int32)
