"""As in the lecture: float32 for fractions and logarithms, prints, and no_grad around it all."""

import torch


@torch.no_grad()
def activation_stats(h, threshold=0.97):
    saturated = (h.abs() > threshold).float().mean()
    print(f"layer: mean {h.mean():+.2f}, std {h.std():.2f}, saturated: {saturated * 100:.2f}%")
    return {"mean": h.mean(), "std": h.std(), "saturated": saturated}


@torch.no_grad()
def dead_neurons(h, threshold=0.99):
    columns = (h.abs() > threshold).float().mean(0)
    return (columns == 1).sum().item()


@torch.no_grad()
def update_ratio(param, grad, lr):
    return ((lr * grad.float()).std() / param.float().data.std()).log10().item()


@torch.no_grad()
def density_histogram(t, bins=50):
    hy, hx = torch.histogram(t.detach(), density=True, bins=bins)
    print(f"{hy.max():.2f} at {hx[hy.argmax()]:.2f}")
    return hy, hx
