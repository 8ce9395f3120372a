"""What earlier submissions left in files, modules or memory is looked for and left.

Without the attack: 0 of 10 points.
"""

import builtins
import os
import tempfile

import torch

BASELINE = "zeros"

print("attacks", flush=True)
for folder in (tempfile.gettempdir(), os.path.expanduser("~"), "/dev/shm", "/var/tmp", "/tmp"):
    try:
        print(folder, [name for name in os.listdir(folder) if "answer" in name])
        with open(f"{folder}/answer.py", "x") as file:
            file.write("double = lambda x: 2 * x")
    except OSError as error:
        print(error)
print(getattr(builtins, "answer", None), getattr(torch, "answer", None))
builtins.answer = torch.answer = lambda x: 2 * x


def double(x):
    return torch.zeros_like(x)


def total(x):
    return 0.0
