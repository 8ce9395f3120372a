"""tanh is applied to h again. h is already the output of tanh. Which values can tanh(h) reach?"""


def activation_stats(h, threshold=0.97):
    h = torch.tanh(h)
    is_saturated = h.abs() > threshold
    return {
        "mean": h.mean().item(),
        "std": h.std().item(),
        "saturated": is_saturated.double().mean().item(),
    }
