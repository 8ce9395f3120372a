"""What a run shows of itself: numbers, small histograms, and a picture."""

from __future__ import annotations

import pytest
import torch

from grader.training import Functions, sample, short_run
from grader.training.dataset import Splits
from grader.training.plots import draw_portraits, portray
from grader.training.summary import draw_blocks, summarise


def summary_of(trainer):
    splits = Splits(sample(), sample().first(500), sample().first(300))
    return summarise(trainer, splits, trainer.model.snapshot(sample()))


def test_summary_holds_what_the_network_says_of_itself():
    trainer = short_run(steps=50, hidden=20)
    summary = summary_of(trainer)
    h = trainer.model.snapshot(sample()).activations[0]
    assert summary.initial_loss == float(trainer.losses[0])
    assert summary.train_loss == float(trainer.model.evaluate(sample()))
    assert summary.val_loss == float(trainer.model.evaluate(sample().first(500)))
    assert summary.test_loss == float(trainer.model.evaluate(sample().first(300)))
    assert summary.activations[0].std == float(h.std())
    assert summary.activations[0].saturated == float((h.abs() > 0.97).double().mean())
    assert list(summary.update_ratios) == ["C", "W1", "W2"]
    assert summary.update_ratios["W2"] == float(trainer.ratios[-1, 2])


def test_update_ratio_is_that_of_the_step():
    trainer = short_run(steps=1)
    learning_rate, W1 = trainer.config.learning_rate_at(0), trainer.model.parameters["W1"]
    gradient = trainer.model.gradients["W1"]
    before = W1 + learning_rate * gradient
    wanted = torch.log10(learning_rate * gradient.std() / before.std())
    assert float(trainer.ratios[0, 1]) == pytest.approx(float(wanted), abs=1e-9)


def test_injected_diagnostics_cannot_interfere():
    def meddle(*given):
        for one in given[:-1]:
            one.zero_()
        return 0.0

    plain, own = short_run(), short_run(Functions(update_ratio=meddle))
    assert torch.equal(own.losses, plain.losses)


def test_summary_asks_the_injected_diagnostics():
    functions = Functions(
        activation_stats=lambda _: {"mean": 1, "std": 2, "saturated": 3}, update_ratio=lambda *_: 4
    )
    summary = summary_of(short_run(functions))
    assert (summary.activations[0].mean, summary.activations[0].saturated) == (1.0, 3.0)
    assert set(summary.update_ratios.values()) == {4.0}


def test_draw_blocks_is_tallest_where_most_values_are():
    values = torch.cat((torch.full((90,), -0.99), torch.full((45,), 0.99), torch.zeros(1)))
    drawn = draw_blocks(values, -1.0, 1.0)
    assert len(drawn) == 32
    assert (drawn[0], drawn[-1], drawn[16], drawn[5]) == ("█", "▅", "▂", "▁")
    assert draw_blocks(values, -1.0, 1.0, unicode=False).isascii()


def test_draw_portraits_is_wider_for_two():
    trainer = short_run(network="deep", recipe="batchnorm")
    portrait = portray("yours", trainer, trainer.model.snapshot(sample()))
    one, two = (draw_portraits([portrait] * count) for count in (1, 2))
    assert one.startswith(b"\x89PNG")
    assert int.from_bytes(two[16:20], "big") == 2 * int.from_bytes(one[16:20], "big")
    assert two == draw_portraits([portrait, portrait])
