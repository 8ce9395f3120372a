"""The weights are centered before they are scaled. Which of the two steps does the exercise ask
for?
"""


def scale_output_layer(W, b, scale=0.01):
    return (W - W.mean()) * scale, torch.zeros_like(b)
