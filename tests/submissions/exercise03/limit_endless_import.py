"""Never comes to its functions. Points: 0."""

while True:
    pass


def kaiming_std(fan_in, nonlinearity):
    return 1.0
