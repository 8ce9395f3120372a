"""log_softmax, gather and a loss that carries its dimensions to the very end."""

import torch
import torch.nn.functional as F


def uniform_loss(vocab_size):
    return -torch.tensor(1 / vocab_size).log()


def cross_entropy(logits, targets):
    picked = F.log_softmax(logits, dim=-1).gather(1, targets.unsqueeze(1))
    return -picked.mean(dim=0, keepdim=True).squeeze()


def scale_output_layer(W, b, scale=0.01):
    shrunk = W.clone()
    shrunk *= scale
    fresh = torch.empty_like(b)
    return shrunk, fresh.fill_(0)
