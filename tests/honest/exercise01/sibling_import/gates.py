"""What the answer beside it imports."""

import torch


class Tanh:
    flat = 0.97

    def slope(self, x):
        return 1 - torch.tanh(x) ** 2
