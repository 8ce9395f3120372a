"""torch.nn.init draws and scales the weights, and the exercise is to do just that. How would the
same weights be written with torch.randn and one factor?
"""


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    return torch.nn.init.normal_(
        torch.empty(fan_in, fan_out), std=kaiming_std(fan_in, nonlinearity), generator=generator
    )
