"""A run of training as bytes, and back: tensors alone, so that loading one runs no code."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from grader.errors import GraderError
from grader.training.loop import Trainer

CONFIG = "config"  # the name under which the configuration stands, as text in a tensor
SAMPLES = "samples"  # and the names that were invented on the way

Samples = Sequence[tuple[int, tuple[str, ...]]]  # steps done, and the names invented then


def as_bytes(trainer: Trainer, data: str, samples: Samples = ()) -> bytes:
    """Everything needed to go on with the run; `data` says what it is trained on."""
    file = io.BytesIO()
    texts = {CONFIG: _description(trainer, data), SAMPLES: samples}
    torch.save({**trainer.state(), **{name: _packed(text) for name, text in texts.items()}}, file)
    return file.getvalue()


def resume(trainer: Trainer, path: Path, data: str) -> Samples:
    """Bring a new run to where the run in the file stopped; the names it had invented.

    Raises:
        GraderError: the file is no checkpoint, or that of another configuration.
    """
    try:
        file = io.BytesIO(path.read_bytes())
    except OSError as error:
        raise GraderError(f"{path} cannot be read: {error.strerror}.", "Check the path.") from error
    try:
        state: Mapping[str, Tensor] = torch.load(file, map_location="cpu", weights_only=True)
        made_with = _unpacked(state[CONFIG])
        samples = [(int(step), tuple(names)) for step, names in _unpacked(state[SAMPLES])]
    except Exception as error:  # torch.load raises whatever a damaged file makes of it
        raise _broken(path) from error
    for name, wanted in _description(trainer, data).items():
        if made_with.get(name) != wanted:
            raise GraderError(
                f"{path} belongs to a run with {name} {made_with.get(name)}, not {wanted}.",
                "Repeat the options of that run, or name another file with --checkpoint.",
            )
    try:
        trainer.load(state)
    except (KeyError, RuntimeError, TypeError, ValueError) as error:
        raise _broken(path) from error
    return samples


def _packed(value: object) -> Tensor:
    return torch.frombuffer(bytearray(json.dumps(value).encode()), dtype=torch.uint8)


def _unpacked(text: Tensor) -> Any:
    return json.loads(bytes(text.tolist()))


def _broken(path: Path) -> GraderError:
    return GraderError(
        f"{path} is not a checkpoint of grade train, or it is damaged.",
        "Name another file with --checkpoint, or remove this one.",
    )


def _description(trainer: Trainer, data: str) -> dict[str, object]:
    return {**asdict(trainer.config), "use": trainer.use, "names": data}
