"""One object with two methods, bound at module level."""

import torch


class ZeroStart:
    def forward(self, zeroed):
        product = not ({"C", "W1"} & set(zeroed))
        return product or "b1" not in zeroed

    def moving(self, zeroed: frozenset[str]) -> frozenset[str]:
        found = ["b2"]
        found += ["W2"] * self.forward(zeroed)
        found += ["b1"] * ("W2" not in zeroed)
        found += ["W1"] * (not zeroed & {"W2", "C"})
        found += ["C"] * zeroed.isdisjoint({"W2", "W1"})
        return frozenset(found)

    def floor(self, targets, vocab_size):
        """The mean, over the examples, of the surprise at each."""
        frequency = (targets[:, None] == targets[None, :]).double().mean(dim=1)
        return -frequency.log().mean().item()


start = ZeroStart()
nonzero_grads = start.moving
zero_init_floor = start.floor
