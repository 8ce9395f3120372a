"""The lecture's training, with any of its functions replaced by another's."""

from grader.training.names import (
    Examples,
    Splits,
    as_examples,
    load_splits,
    read_names,
    repeated_share,
)
from grader.training.functions import FunctionFailed, Functions
from grader.training.loop import Trainer
from grader.training.network import Network, Snapshot
from grader.training.recipes import Config

__all__ = [
    "Config",
    "Examples",
    "FunctionFailed",
    "Functions",
    "Network",
    "Snapshot",
    "Splits",
    "Trainer",
    "as_examples",
    "load_splits",
    "read_names",
    "repeated_share",
]
