"""The lecture's training, with any of its functions replaced by another's. It grades nothing.

`Trainer(config, examples, ...)` is a run: iterate over `run()` to train, then read `losses`,
`ratios` and `model`. For the checks inside of the network, `short_run` makes a whole run of a tenth
of a second; its functions may live in another process:

    plain = short_run()
    own = short_run(Functions(tanh_backward=student.tanh_backward))
    assert_close(own.losses, plain.losses, tolerance=1e-6, of="loss after each step")
"""

from grader.training.dataset import (
    Examples,
    Splits,
    as_examples,
    load_splits,
    read_names,
    repeated_share,
)
from grader.training.functions import Diverged, FunctionFailed, Functions
from grader.training.loop import Trainer
from grader.training.network import Network, Snapshot
from grader.training.recipes import Config
from grader.training.short_run import sample, short_run

__all__ = [
    "Config",
    "Diverged",
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
    "sample",
    "short_run",
]
