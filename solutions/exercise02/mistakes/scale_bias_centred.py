"""The mean of the bias is subtracted, but its entries still differ from class to class. Which bias
favors no class?
"""


def scale_output_layer(W, b, scale=0.01):
    return W * scale, b - b.mean()
