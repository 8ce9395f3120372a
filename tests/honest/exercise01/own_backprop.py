"""A small engine of its own, in the manner of micrograd, that carries single numbers backward."""

import math


class Value:
    def __init__(self, data, parents=()):
        self.data = data
        self.grad = 0.0
        self.parents = parents
        self.pass_on = lambda: None

    def tanh(self):
        out = Value(math.tanh(self.data), (self,))

        def pass_on():
            self.grad += (1 - out.data**2) * out.grad

        out.pass_on = pass_on
        return out

    def backward(self, grad):
        self.grad = grad
        waiting = [self]
        while waiting:
            value = waiting.pop()
            value.pass_on()
            waiting.extend(value.parents)


def tanh_backward(grad_out, x):
    gradient = x.new_zeros(x.shape)
    for i, row in enumerate(x.tolist()):
        for j, number in enumerate(row):
            leaf = Value(number)
            leaf.tanh().backward(float(grad_out[i, j]))
            gradient[i, j] = leaf.grad
    return gradient


def tanh_derivative(x):
    return tanh_backward(x.new_ones(x.shape), x)


def saturation(h, threshold=0.97):
    return sum(abs(Value(number).data) > threshold for number in h.flatten().tolist()) / h.numel()
