# WRONG: uniform_loss: returns the probability 1/n and not its negative logarithm
# WRONG: cross_entropy: returns the mean probability of the targets, without the logarithm
# LINES: uniform_loss 10
# LINES: cross_entropy 15

import torch


def uniform_loss(vocab_size):
    return 1 / vocab_size


def cross_entropy(logits, targets):
    probs = torch.softmax(logits, dim=1)
    return probs.gather(1, targets[:, None]).mean()


def scale_output_layer(W, b, scale=0.01):
    return W * scale, torch.zeros_like(b)
