"""Reads from address 0. Points: 0."""

import ctypes


def kaiming_std(fan_in, nonlinearity):
    print("attacks", flush=True)
    ctypes.string_at(0)


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    ctypes.string_at(0)
