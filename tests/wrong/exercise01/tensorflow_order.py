# WRONG: tanh_backward: the two arguments have each other's role, as in TensorFlow's TanhGrad(y, dy), where the forward value comes first.
# LINES: tanh_backward 16 17
import torch


def _tanh_grad(y, dy):
    """tf.raw_ops.TanhGrad: dy * (1 - y*y)"""
    return dy * (1 - y * y)


def tanh_derivative(x):
    return _tanh_grad(torch.tanh(x), torch.ones_like(x))


def tanh_backward(grad_out, x):
    y, dy = grad_out, x
    return _tanh_grad(torch.tanh(y), dy)


def saturation(h, threshold=0.97):
    return (torch.abs(h) > threshold).double().mean().item()
