"""Two layers drawn one after the other come out the same: the draw seems to start from a fresh or
rewound generator each time. What happens if you only use the one you are given?
"""

import torch


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    own = torch.Generator().manual_seed(generator.initial_seed())
    return torch.randn(fan_in, fan_out, generator=own) * kaiming_std(fan_in, nonlinearity)
