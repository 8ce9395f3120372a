"""conftest.py, sitecustomize.py, .pth files and compiled modules are planted.

Without the attack: 0 of 10 points.
"""

import os
import site
import sys
import sysconfig

import outside
import torch

BASELINE = "zeros"

PLANT = "import os; open('hostile', 'w').write('planted')\n"
FOLDERS = [outside.CANARY, outside.COURSE, f"{outside.COURSE}/solutions/exercise01", "."]
FOLDERS += [sysconfig.get_path("purelib"), os.path.dirname(os.__file__), *sys.path]
FOLDERS += [os.path.dirname(torch.__file__), site.getusersitepackages(), outside.SUBMISSIONS]
print("attacks", flush=True)
for folder in FOLDERS:
    for name in ("hostile.pth", "hostile/conftest.py", "hostile_sitecustomize.py", "hostile.pyc"):
        try:
            os.makedirs(os.path.dirname(f"{folder}/{name}"), exist_ok=True)
            with open(f"{folder}/{name}", "w") as file:
                file.write(PLANT)
        except OSError as error:
            print(error)
for path in (os.__file__, torch.__file__):
    try:
        with open(path, "a") as file:
            file.write("# hostile\n")
    except OSError as error:
        print(error)


def double(x):
    return torch.zeros_like(x)


def total(x):
    return 0.0
