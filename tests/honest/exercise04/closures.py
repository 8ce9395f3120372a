"""Not one graded function is written with def: lambdas, partials and a table of the two modes."""

from functools import partial

import torch

fail = lambda: (_ for _ in ()).throw(ValueError("lonely row"))
blend = lambda old, new, weight: (old + weight * (new.detach() - old)) if weight != 1 else new.detach()
normalise = lambda x, mean, var, eps, gamma, beta: beta + (x - mean) * gamma / torch.sqrt(eps + var)
train = lambda x, gamma, beta, mean, var, momentum=0.1, eps=1e-5, correction=0: (
    (
        normalise(x, x.mean(0), x.var(0, correction=correction), eps, gamma, beta),
        blend(mean, x.mean(0), momentum),
        blend(var, x.var(0), momentum),
    )
    if len(x) > 1
    else fail()
)
evaluate = lambda x, gamma, beta, mean, var, momentum=0.1, eps=1e-5, correction=0: (
    normalise(x, mean, var, eps, gamma, beta),
    mean,
    var,
)
MODES = {True: partial(train), False: partial(evaluate)}
batchnorm_forward = lambda *layer, training, **keywords: MODES[training](*layer, **keywords)
