"""tanh_backward returns the slope alone, whatever gradient arrives. That is one factor of the chain
rule. Where does the other one come in?
"""


def tanh_backward(grad_out, x):
    return tanh_derivative(x)
