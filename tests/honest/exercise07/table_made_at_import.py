"""All 32 answers worked out when the file is read, kept in a dict of frozensets."""

import itertools
import math

NAMES = ("C", "W1", "b1", "W2", "b2")
TABLE = {}
for bits in itertools.product((0, 1), repeat=5):
    c, w1, b1, w2, _ = bits
    moving = [w2 and w1, w2 and c, w2, b1 or (c and w1), 1]
    TABLE[frozenset(itertools.compress(NAMES, (not b for b in bits)))] = frozenset(
        itertools.compress(NAMES, moving)
    )


def nonzero_grads(zeroed):
    return TABLE[zeroed]


def zero_init_floor(targets, vocab_size):
    targets = sorted(int(t) for t in targets)
    runs = [len(list(group)) for _, group in itertools.groupby(targets)]
    return math.log(len(targets)) - sum(k * math.log(k) for k in runs) / len(targets)
