"""Results, grades and state are written where the grader might look for them.

Without the attack: 0 of 10 points.
"""

import json
import os

import outside
import torch

BASELINE = "zeros"

REPORT = json.dumps({"status": "passed", "points": 10, "max_points": 10, "checks": []})
print("attacks", flush=True)
for folder in (
    outside.CANARY,
    outside.COURSE,
    outside.SUBMISSIONS,
    "/tmp",
    os.path.expanduser("~"),
    "..",
):
    for name in ("hostile.json", "grades.csv", "report.json", ".grade/state.json", "hostile.xml"):
        try:
            os.makedirs(os.path.dirname(f"{folder}/{name}"), exist_ok=True)
            with open(f"{folder}/{name}", "w") as file:
                file.write(REPORT)
        except OSError as error:
            print(error)
for descriptor in range(3, 256):
    try:
        os.write(descriptor, REPORT.encode())
    except OSError:
        continue


def double(x):
    return torch.zeros_like(x)


def total(x):
    return 0.0
