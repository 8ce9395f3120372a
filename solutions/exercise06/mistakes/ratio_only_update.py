"""This is the size of the update by itself. A step of 0.001 is a crawl for a weight of 10 and a
leap for one of 0.001. What is it to be seen against?
"""


def update_ratio(param, grad, lr):
    return torch.log10((lr * grad).std()).item()
