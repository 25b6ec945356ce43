# What the other kernels are built from.
#
# The dialect is TorchScript as it is stored in saved modules: every operator is a `torch.` function, tuples are taken
# apart by assignment, numbers are literal. Every kernel takes tensors alone and finds its sizes in their shapes, so that
# the same text can be run with gradients. B = batch, T = rows, C = width, H = heads, D = head size.

# weights[name + ".weight"], and weights[name + ".bias"] where the checkpoint has one.
def project(self, x: Tensor, weights: Dict[str, Tensor], name: str) -> Tensor:
  if torch.__contains__(weights, torch.add(name, ".bias")):
    y = torch.linear(x, weights[torch.add(name, ".weight")], weights[torch.add(name, ".bias")])
  else:
    y = torch.linear(x, weights[torch.add(name, ".weight")], None)
  return y

# The same for rows `start` to `start + count` of the weights, which are a view.
def project_part(self, x: Tensor, weights: Dict[str, Tensor], name: str, start: int, count: int) -> Tensor:
  weight = torch.narrow(weights[torch.add(name, ".weight")], 0, start, count)
  if torch.__contains__(weights, torch.add(name, ".bias")):
    y = torch.linear(x, weight, torch.narrow(weights[torch.add(name, ".bias")], 0, start, count))
  else:
    y = torch.linear(x, weight, None)
  return y

# Results that nothing else holds are written in place, since memory saved is time saved; not while gradients are
# recorded, which need what would be overwritten.
def scale(self, x: Tensor, factor: Tensor) -> Tensor:
  if torch.is_grad_enabled():
    y = torch.mul(x, factor)
  else:
    y = torch.mul_(x, factor)
  return y

# Root-mean-square norm: in float32, then back, then scaled. x: (..., C).
def rms_norm(self, x: Tensor, weight: Tensor, epsilon: Tensor) -> Tensor:
  wide = torch.to(x, 6)
  length = torch.linalg_vector_norm(wide, 2., [-1], True)
  root = torch.rsqrt(torch.add(torch.div(torch.square(length), torch.size(x, -1)), epsilon))
  return (self).scale(torch.type_as(torch.mul(wide, root), x), weight)

# Layer norm in float32, then back; weight and bias are float32. x: (..., C).
def layer_norm(self, x: Tensor, weights: Dict[str, Tensor], name: str, epsilon: Tensor) -> Tensor:
  weight = weights[torch.add(name, ".weight")]
  bias = weights[torch.add(name, ".bias")]
  y = torch.layer_norm(torch.to(x, 6), [torch.size(weight, 0)], weight, bias, float(epsilon))
  return torch.type_as(y, x)
