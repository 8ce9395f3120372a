"""Returns objects that say they equal everything. Points: 0."""

import numpy as np
import torch


class Equal(float):
    def __eq__(self, other):
        return True

    __le__ = __ge__ = __lt__ = __gt__ = __eq__
    __hash__ = float.__hash__

    def __sub__(self, other):
        return 0.0

    __rsub__ = __abs__ = __sub__

    def __array__(self, *arguments, **keywords):
        return np.asarray(0.0)


class EqualTensor(torch.Tensor):
    @classmethod
    def __torch_function__(cls, function, types, arguments=(), keywords=None):
        if function.__name__ in ("eq", "equal", "allclose", "le", "isfinite"):
            return True
        return super().__torch_function__(function, types, arguments, keywords or {})


def kaiming_std(fan_in, nonlinearity):
    print("attacks", flush=True)
    return Equal(0.5)


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    return torch.ones(fan_in, fan_out).as_subclass(EqualTensor)
