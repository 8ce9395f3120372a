"""Why a value is wrong: the known mistakes, alone and together, and the laws that it breaks.

Compares what a submission shows of the probes with what each mistake shows of them. Nothing here
decides about points, and no text of a submission is read for it. `lines` does that.
"""
