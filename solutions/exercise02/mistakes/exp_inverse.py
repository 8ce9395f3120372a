"""This is the probability of each class, 0.037 with 27 classes. The loss says how surprising a
class of that probability is. Which step is missing?
"""


def uniform_loss(vocab_size):
    return math.exp(-math.log(vocab_size))
