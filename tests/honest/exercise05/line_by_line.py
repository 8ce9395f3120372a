"""The lecture's way: one line backward for every line forward, with all names spelled out."""

import torch


def batchnorm_backward(grad_out, cache):
    hprebn, bnmeani, bngain = cache["x"], cache["mean"], cache["gamma"]
    n, divisor = hprebn.shape[0], hprebn.shape[0] - cache["correction"]
    # forward, once more
    bndiff = hprebn - bnmeani
    bnvar = (bndiff**2).sum(0, keepdim=True) / divisor
    bnvar_inv = (bnvar + cache["eps"]) ** -0.5
    bnraw = bndiff * bnvar_inv
    # backward
    dhpreact = grad_out
    dbngain = (bnraw * dhpreact).sum(0, keepdim=True)
    dbnbias = dhpreact.sum(0, keepdim=True)
    dbnraw = bngain * dhpreact
    dbndiff = bnvar_inv * dbnraw
    dbnvar_inv = (bndiff * dbnraw).sum(0, keepdim=True)
    dbnvar = (-0.5 * (bnvar + cache["eps"]) ** -1.5) * dbnvar_inv
    dbndiff2 = (1.0 / divisor) * torch.ones_like(bndiff) * dbnvar
    dbndiff += (2 * bndiff) * dbndiff2
    dhprebn = dbndiff.clone()
    dbnmeani = (-dbndiff).sum(0)
    dhprebn += 1.0 / n * (torch.ones_like(hprebn) * dbnmeani)
    return dhprebn, dbngain.squeeze(0), dbnbias.squeeze(0)
