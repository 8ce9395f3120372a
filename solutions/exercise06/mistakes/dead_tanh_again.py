"""tanh is applied to h again. h is already the output of tanh. Which values can tanh(h) reach?"""


def dead_neurons(h, threshold=0.99):
    is_saturated = torch.tanh(h).abs() > threshold
    return int(is_saturated.all(dim=0).sum())
