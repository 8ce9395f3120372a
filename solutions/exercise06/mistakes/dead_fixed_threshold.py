"""The count is right for 0.99 and stays the same for every other threshold. Where does the number
in your comparison come from?
"""


def dead_neurons(h, threshold=0.99):
    return int((h.abs() > 0.99).all(dim=0).sum())
