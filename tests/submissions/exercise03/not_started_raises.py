"""Both functions wait, with words of the student's own. Points: 0."""


def kaiming_std(fan_in, nonlinearity):
    raise NotImplementedError


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    print("tomorrow")
    raise NotImplementedError("tomorrow")
