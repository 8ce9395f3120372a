"""With an eps handed in, all is right. Without one it looks as if 1e-3 were taken, as Keras does.
What does the stub say at the end of the arguments?
"""

_right = fold_batchnorm


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps=1e-3):
    return _right(W, b, gamma, beta, running_mean, running_var, eps)
