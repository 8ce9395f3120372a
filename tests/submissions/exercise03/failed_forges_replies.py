"""Writes replies of its own on the grader's line. Points: 0."""

import os
import stat
import sys

LINE = next(n for n in range(3, 50) if stat.S_ISSOCK(os.fstat(n).st_mode))
wire = sys.modules["grader.sandbox.wire"]


def forge(*replies):
    print("attacks", flush=True)
    for reply in replies:
        os.write(LINE, wire.frame(reply))
    os._exit(0)


def kaiming_std(fan_in, nonlinearity):
    forge(["ok", ["passed", None, None]], ["ok", True], {"outcome": "passed", "points": 10})


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    print("attacks", flush=True)
    os.write(LINE, b"\xff" * 64)
