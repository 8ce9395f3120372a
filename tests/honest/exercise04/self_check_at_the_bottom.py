"""Written by hand, then compared with torch's own BatchNorm while the file is loaded."""

import torch
import torch.nn.functional as F

torch.manual_seed(2147483647)


def batchnorm_forward(
    x: torch.Tensor,
    gamma: torch.Tensor,
    beta: torch.Tensor,
    running_mean: torch.Tensor,
    running_var: torch.Tensor,
    *,
    training: bool,
    momentum: float = 0.1,
    eps: float = 1e-5,
    correction: int = 0,
):
    print("training" if training else "evaluation", tuple(x.shape))
    if training:
        if x.shape[0] < 2:
            raise ValueError(f"one row: {x}")
        mean, var = x.mean(dim=0), x.var(dim=0, correction=correction)
        running_mean = (1 - momentum) * running_mean + momentum * mean.detach()
        running_var = (1 - momentum) * running_var + momentum * x.detach().var(dim=0)
    else:
        mean, var = running_mean, running_var
    return gamma * (x - mean) / (var + eps).sqrt() + beta, running_mean, running_var


def compare():
    x = torch.randn(8, 3, dtype=torch.float64, requires_grad=True)
    gamma, beta = torch.randn(2, 3).double()
    for training in (True, False):
        mean, var = torch.zeros(3).double(), torch.ones(3).double()
        out, new_mean, new_var = batchnorm_forward(x, gamma, beta, mean, var, training=training)
        torch_out = F.batch_norm(x, mean, var, gamma, beta, training)
        assert torch.allclose(out, torch_out)
        assert torch.allclose(new_mean, mean)
        assert torch.allclose(new_var, var)
        out.square().sum().backward()
        torch_grad = torch.autograd.grad(torch_out.square().sum(), x)[0]
        assert torch.allclose(x.grad, torch_grad)
        x.grad = None


compare()
layer = torch.nn.BatchNorm1d(3)

if __name__ == "__main__":
    batchnorm_forward = F.batch_norm
