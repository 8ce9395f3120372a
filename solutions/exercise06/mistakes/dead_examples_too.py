"""Each dead neuron counts here as often as there are examples. It is one neuron. What are you
adding up?
"""


def dead_neurons(h, threshold=0.99):
    return len(h) * int((h.abs() > threshold).all(dim=0).sum())
