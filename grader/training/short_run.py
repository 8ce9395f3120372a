"""Runs of a tenth of a second, for the checks inside of the network."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import Tensor

from grader.training.dataset import Examples, as_examples
from grader.training.functions import Functions
from grader.training.loop import Trainer
from grader.training.recipes import LECTURE_SEED, Config, NetworkName, Recipe

# The first 200 rows of data/names.txt, so that a check needs no file.
_SAMPLE = """
emma olivia ava isabella sophia charlotte mia amelia harper evelyn abigail emily elizabeth mila
ella avery sofia camila aria scarlett victoria madison luna grace chloe penelope layla riley
zoey nora lily eleanor hannah lillian addison ellie aubrey stella natalie zoe leah hazel violet
aurora savannah audrey brooklyn bella claire skylar lucy paisley everly anna caroline nova
genesis emilia kennedy willow samantha maya kinsley naomi aaliyah elena sarah ariana gabriella
allison alice madelyn cora ruby eva serenity autumn adeline hailey gianna valentina isla eliana
quinn nevaeh ivy sadie piper lydia alexa josephine emery julia delilah arianna vivian kaylee
sophie brielle madeline peyton rylee clara hadley melanie mackenzie reagan adalynn liliana
aubree jade katherine isabelle natalia maria raelynn athena ximena arya leilani taylor faith
rose kylie alexandra mary margaret lyla ashley amaya eliza brianna bailey andrea khloe melody
jasmine iris isabel norah valeria annabelle emerson adalyn ryleigh eden anastasia emersyn kayla
alyssa esther juliana charlie ariel cecilia valerie molly alina reese aliyah lilly parker morgan
finley sydney jordyn eloise trinity daisy sara genevieve kimberly lauren arabella harmony elise
remi teagan alexis london sloane laila diana lucia juliette sienna elliana londyn callie ayla
amara gracie josie daniela jocelyn mya rachel everleigh summer alana
"""


def sample(device: torch.device | str = "cpu") -> Examples:
    """1,390 examples of 200 names, in a fixed order."""
    return as_examples(_SAMPLE.split()).to(torch.device(device))


def short_run(
    functions: Functions | None = None,
    *,
    network: NetworkName = "mlp",
    recipe: Recipe = "kaiming",
    steps: int = 30,
    batch_size: int = 16,
    hidden: int = 16,
    learning_rate: float = 0.1,
    seed: int = LECTURE_SEED,
    device: torch.device | str = "cpu",
    prepare: Callable[[dict[str, Tensor]], Mapping[str, Tensor]] | None = None,
) -> Trainer:
    """A finished run on `sample()`, in float64; with 0 steps, the network as it begins.

    `prepare` may replace the parameters, all of them or some, before the first step.

    Raises:
        FunctionFailed, Diverged: a function in it gives what cannot be used. What the functions
            raise themselves passes through.
    """
    config = Config(
        network=network,
        recipe=recipe,
        steps=steps,
        batch_size=batch_size,
        hidden=hidden,
        seed=seed,
        learning_rate=learning_rate,
    )
    options: dict[str, Any] = {"device": device, "dtype": torch.float64, "prepare": prepare}
    trainer = Trainer(config, sample(), functions=functions, **options)
    for _ in trainer.run():
        pass
    return trainer
