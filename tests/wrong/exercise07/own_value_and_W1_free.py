# WRONG: nonzero_grads: b1 asks for its own value; W1 does not ask for C
# LINES: nonzero_grads 13 14
import math

NAMES = ("C", "W1", "b1", "W2", "b2")


def nonzero_grads(zeroed):
    alive = set(NAMES) - set(zeroed)
    needs = {
        "b2": [set()],
        "W2": [{"C", "W1"}, {"b1"}],
        "b1": [{"W2", "b1"}],
        "W1": [{"W2"}],
        "C": [{"W2", "W1"}],
    }
    return {name for name, ways in needs.items() if any(way <= alive for way in ways)}


def zero_init_floor(targets, vocab_size):
    n = len(targets)
    labels = targets.tolist()
    sizes = [labels.count(c) for c in set(labels)]
    return sum(k / n * math.log(n / k) for k in sizes)
