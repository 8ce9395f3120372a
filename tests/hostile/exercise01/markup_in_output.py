"""Workflow commands, HTML, Markdown and formulas of spreadsheets in all texts.

Without the attack: 2 of 10 points.
"""

BASELINE = "total_only"
UNCONFINED = True  # does no harm where nothing holds it back

TEXT = """
::set-output name=points::10
::error file=a.py::::stop-commands::x
##vso[task.complete result=Succeeded;]
<script>alert(document.cookie)</script><img src=x onerror=alert(1)>
[points](javascript:alert(1)) ![x](http://127.0.0.1/x) `10` | 10 | 10 |
=HYPERLINK("http://127.0.0.1","10"),+1+1,-1,@SUM(1)
"""
print("attacks", flush=True)
print(TEXT)


def double(x):
    raise ValueError(TEXT)


def total(x):
    return x.sum().item()
