# No docstrings; stars, Greek letters, semicolons, tabs, match, walrus, branches, a deleted name.
from math import *
from torch import *
import torch as τ; α = .97

try:
	import torch_of_the_future as τ
except ImportError:
	θ = τ.tanh
else:
	raise SystemExit

if hasattr(τ, "tanh"):
	def tanh_derivative(ξ, /):
		return (1 - (h := θ(ξ))) * (1 + h)
else:
	def tanh_derivative(ξ, /): return cosh(ξ) ** -2

def tanh_backward(*δξ):
	match δξ:
		case (τ.Tensor() as δ, τ.Tensor(shape=s) as ξ) if δ.shape == s: return δ * tanh_derivative(ξ)
		case _: raise TypeError

def saturation(ℎ, σ=None):
	match σ:
		case None: return saturation(ℎ, α)
		case _: return where(abs(ℎ) > σ, 1., 0.).mean(dtype=float64)

del θ
def θ(ξ): return tanh(ξ)
