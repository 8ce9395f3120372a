"""tanh seems to be applied to h before it is compared, and then nothing reaches the threshold any
more. h is what comes out of tanh. Is there anything left to squeeze?
"""

import torch


def saturation(h, threshold=0.97):
    return (torch.tanh(h).abs() > threshold).double().mean().item()
