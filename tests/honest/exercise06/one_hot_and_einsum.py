"""Values against bins as a matrix of flags; dimensions of size one are dropped at the end."""

import torch


def activation_stats(h, threshold=0.97):
    mean = h.mean(dim=(0, 1), keepdim=True)
    squares = torch.einsum("ij,ij->", h - mean, h - mean)
    flags = (h.abs() > threshold).to(h.dtype)
    return {
        "mean": mean.squeeze(),
        "std": torch.sqrt(squares / (h.numel() - 1)),
        "saturated": torch.einsum("ij->", flags) / h.numel(),
    }


def dead_neurons(h, threshold=0.99):
    flags = (h.abs() > threshold).double()
    return round(torch.exp(torch.log(flags).sum(dim=0, keepdim=True)).sum().item())


def update_ratio(param, grad, lr):
    pair = torch.stack([lr * grad.flatten(), param.flatten()])
    update, data = pair.std(dim=1, keepdim=True)
    return torch.log10(update / data).squeeze()


def density_histogram(t, bins=50):
    low, high = t.min(), t.max()
    edges = torch.linspace(0, 1, bins + 1).double().numpy()
    edges = low + (high - low) * torch.arange(bins + 1, dtype=t.dtype) / (len(edges) - 1)
    inner = edges[1:-1]
    place = (t.reshape(-1, 1) > inner).sum(dim=1)
    one_hot = torch.nn.functional.one_hot(place, bins).double()
    return one_hot.mean(dim=0) / torch.diff(edges), edges
