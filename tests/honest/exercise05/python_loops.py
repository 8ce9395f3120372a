"""Plain Python numbers, one column after another; nested lists go back, in a list."""


def column_backward(g, x_hat, inv_std, gamma, divisor):
    n = len(g)
    dbeta = sum(g)
    dgamma = sum(a * b for a, b in zip(g, x_hat))
    dx = []
    for i in range(n):
        pulled = 0.0
        for k in range(n):
            pulled += g[k] * gamma * (1 / n + x_hat[i] * x_hat[k] / divisor)
        dx.append(inv_std * (g[i] * gamma - pulled))
    return dx, dgamma, dbeta


def batchnorm_backward(grad_out, cache):
    rows, width = grad_out.shape
    found = [
        column_backward(
            grad_out[:, j].tolist(),
            cache["x_hat"][:, j].tolist(),
            cache["inv_std"][j].item(),
            float(cache["gamma"][j]),
            rows - cache["correction"],
        )
        for j in range(width)
    ]
    dx = [[found[j][0][i] for j in range(width)] for i in range(rows)]
    return [dx, [column[1] for column in found], [column[2] for column in found]]
