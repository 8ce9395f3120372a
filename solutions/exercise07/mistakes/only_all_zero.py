"""The case of five zeros is right, and everything short of it is taken for harmless. Let W2 alone
be 0: through which matrix must every gradient pass that wants to reach the lower layer?
"""


def nonzero_grads(zeroed):
    return {"b2"} if zeroed == set(NAMES) else set(NAMES)
