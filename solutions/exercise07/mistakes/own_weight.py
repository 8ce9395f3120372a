"""W1 waits for W1 here, and C for C. In a product of two, each one's gradient contains the other.
emb @ W1 has the factors C and W1: whose gradient needs which?
"""


def nonzero_grads(zeroed):
    C, W1, b1, W2 = (name not in zeroed for name in ("C", "W1", "b1", "W2"))
    moves = {"b2": True, "W2": (C and W1) or b1, "b1": W2, "W1": W2 and W1, "C": W2 and C}
    return {name for name in NAMES if moves[name]}
