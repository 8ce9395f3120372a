RULES = {
    "C": lambda alive: alive("W2") and alive("W1"),
    "W1": lambda alive: alive("W2") and alive("C"),
    "b1": lambda alive: alive("W2"),
    "W2": lambda alive: alive("b1") or (alive("C") and alive("W1")),
    "b2": lambda alive: True,
}
