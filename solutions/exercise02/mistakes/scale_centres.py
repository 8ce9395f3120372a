"""The weights are centred before they are scaled. Random weights are nearly centred already, and
those that are not were meant so. Which of the two steps is asked for?
"""


def scale_output_layer(W, b, scale=0.01):
    return (W - W.mean()) * scale, b * 0
