"""A return in line 5 stands in no function. Points: 0."""

import math

return math.pi
