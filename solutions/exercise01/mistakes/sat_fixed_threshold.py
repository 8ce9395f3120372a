"""The count is right for 0.97 and stays the same for every other threshold. Where does the number
in your comparison come from?
"""


def saturation(h, threshold=0.97):
    return (h.abs() > 0.97).double().mean().item()
