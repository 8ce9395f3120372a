"""Unsaturated: auto-graded exercises on activations, gradients and BatchNorm."""

__version__ = "0.1.0"
