"""One-hot targets, an einsum, and an infinite mask; the layer by matrix products."""

import torch


def uniform_loss(vocab_size):
    return cross_entropy(torch.zeros(1, vocab_size), torch.tensor([vocab_size - 1]))


def cross_entropy(logits, targets):
    hot = torch.nn.functional.one_hot(targets, num_classes=logits.shape[1]).to(logits)
    log_probabilities = torch.nn.LogSoftmax(dim=1)(logits)
    return -torch.einsum("nv,nv->", hot, log_probabilities) / logits.size(0)


def scale_output_layer(W, b, scale=0.01):
    stretch = torch.eye(W.shape[1], dtype=W.dtype) * scale
    return W @ stretch, stretch[:, 0] @ torch.zeros_like(stretch)
