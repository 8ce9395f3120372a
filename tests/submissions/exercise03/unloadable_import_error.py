"""Imports in line 3 what is not installed. Points: 0."""

import nowhere_to_be_found


def kaiming_std(fan_in, nonlinearity):
    return 1.0
