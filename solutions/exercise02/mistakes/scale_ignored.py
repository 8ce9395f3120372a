"""The weights are shrunk to a hundredth, whatever scale says. The default is only for those who say
nothing. Where does the argument come in?
"""


def scale_output_layer(W, b, scale=0.01):
    return W * 0.01, b * 0
