"""Large logits seem to be cut off before exp. Nothing overflows any more, but two logits beyond the
cut look alike, and the loss never gets large. Is there a way that loses nothing?
"""

import torch


def cross_entropy(logits, targets):
    kept = logits.clamp(-50, 50)
    return (torch.logsumexp(kept, dim=1) - kept[torch.arange(len(targets)), targets]).mean()
