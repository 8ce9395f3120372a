"""Whatever reads bytes of strangers, under a fuzzer that is guided by coverage.

    python benchmarks/fuzz/campaign.py wire --seconds 60

Needs atheris (`pip install -e ".[fuzz]"`, Linux only). It starts from the files in corpus/TARGET,
which it leaves as they are. An input that breaks a promise is written to the folder that
`--found` names, and belongs into the corpus once it no longer does.
"""

from __future__ import annotations

import argparse
import importlib
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent
TARGETS = ("wire", "archive", "notebook", "submission")
CORPUS = HERE / "corpus"
LARGEST_BYTES = 8192  # of an input: promises about size have tests of their own
SECONDS_OF_ONE = 10  # of processor time
# Wall clock of the fuzzer's own alarm, for code that heeds no signal; then it ends, and what it was
# given is kept. Its time for the whole is looked at between two inputs alone.
SECONDS_OF_ALARM = 60
MEMORY_MIB = 2048
MEMORY = Path("/dev/shm")


def main() -> None:
    """Run one target; the process ends with its fuzzer, with 0 where nothing was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--found", type=Path, default=Path(tempfile.gettempdir()))
    asked = parser.parse_args()
    import atheris

    with atheris.instrument_imports(include=["grader", "zipfile"]):
        attempt = timely(importlib.import_module(asked.target).attempt)
    if MEMORY.is_dir():
        tempfile.tempdir = str(MEMORY)  # archives are unpacked there, which a disk makes slow
    seeds = ",".join(map(str, sorted((CORPUS / asked.target).iterdir())))
    options = [
        f"-max_total_time={asked.seconds}", f"-max_len={LARGEST_BYTES}",
        f"-rss_limit_mb={MEMORY_MIB}", "-print_final_stats=1", f"-timeout={SECONDS_OF_ALARM}",
        f"-artifact_prefix={asked.found}/{asked.target}-", f"-seed_inputs={seeds}",
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], *options], attempt)
    atheris.Fuzz()


def timely(attempt: Callable[[bytes], None]) -> Callable[[bytes], None]:
    """The attempt, which is ended with an error once it takes too long.

    So is a regular expression, but not Python's parser: that is what the fuzzer's alarm is for.
    """

    def late(number: int, frame: object) -> None:  # noqa: ARG001
        raise AssertionError(f"took more than {SECONDS_OF_ONE} s")

    def attempt_in_time(data: bytes) -> None:
        signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS_OF_ONE)
        try:
            attempt(data)
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)

    signal.signal(signal.SIGVTALRM, late)
    return attempt_in_time


if __name__ == "__main__":
    main()
