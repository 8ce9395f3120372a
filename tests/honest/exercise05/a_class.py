"""A layer with methods called forward and backward, filled from the cache."""

import torch


class BatchNorm1d:
    __slots__ = ("x_hat", "inv_std", "gamma", "divisor", "grads")

    @classmethod
    def after_forward(cls, x_hat, inv_std, gamma, correction, **unused):
        layer = cls()
        layer.x_hat, layer.inv_std, layer.gamma = x_hat, inv_std, gamma
        layer.divisor = x_hat.size(0) - correction
        layer.grads = {}
        return layer

    def backward(self, grad_out):
        self.grads["beta"] = grad_out.sum(0)
        self.grads["gamma"] = (grad_out * self.x_hat).sum(0)
        return self._input_gradient(grad_out * self.gamma)

    def _input_gradient(self, d):
        statistics = d.mean(0) + self.x_hat * (d * self.x_hat).sum(0) / self.divisor
        return (d - statistics) * self.inv_std


@torch.inference_mode()
def batchnorm_backward(grad_out, cache):
    layer = BatchNorm1d.after_forward(**cache)
    dx = layer.backward(grad_out)
    return dx, layer.grads["gamma"], layer.grads["beta"]
