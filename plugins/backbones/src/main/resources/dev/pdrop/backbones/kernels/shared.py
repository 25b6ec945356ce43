# What the other kernels are built from.
#
# The dialect is TorchScript as it is stored in saved modules: every operator is a `torch.` function, tuples are taken
# apart by assignment, numbers are literal. Every kernel takes tensors alone and finds its sizes in their shapes, so that
# the same text can be run with gradients. B = batch, T = rows, C = width, H = heads, D = head size.

# weights[name + ".weight"], and weights[name + ".bias"] where the checkpoint has one. A matrix that stays in its file is there
# in up to three parts instead, one below the other: weights[name + ".mapped.0"] and so on.
def project(self, x: Tensor, weights: Dict[str, Tensor], name: str) -> Tensor:
  if torch.__contains__(weights, torch.add(name, ".weight")):
    weight = weights[torch.add(name, ".weight")]
    if torch.__contains__(weights, torch.add(name, ".bias")):
      y = torch.linear(x, weight, weights[torch.add(name, ".bias")])
    else:
      y = torch.linear(x, weight, None)
  else:
    y = (self).project_mapped(x, weights, name, 0, (self).outputs(weights, name))
  return y

# The same for rows `start` to `start + count` of the weights, which are a view.
def project_part(self, x: Tensor, weights: Dict[str, Tensor], name: str, start: int, count: int) -> Tensor:
  if torch.__contains__(weights, torch.add(name, ".weight")):
    weight = torch.narrow(weights[torch.add(name, ".weight")], 0, start, count)
    if torch.__contains__(weights, torch.add(name, ".bias")):
      y = torch.linear(x, weight, torch.narrow(weights[torch.add(name, ".bias")], 0, start, count))
    else:
      y = torch.linear(x, weight, None)
  else:
    y = (self).project_mapped(x, weights, name, start, count)
  return y

# The same for a matrix that stays in its file, a few rows at a time: what they are widened to is used while it is still in the
# processor's cache, and never all there.
def project_mapped(self, x: Tensor, weights: Dict[str, Tensor], name: str, start: int, count: int) -> Tensor:
  step = torch.add(torch.floordiv(2097152, torch.size(x, -1)), 1)
  products = annotate(List[Tensor], [])
  above = 0
  for part in range(3):
    key = torch.add(torch.add(name, ".mapped."), str(part))
    if torch.__contains__(weights, key):
      stored = weights[key]
      rows = torch.size(stored, 0)
      first = ops.prim.max(torch.sub(start, above), 0)
      last = ops.prim.min(torch.sub(torch.add(start, count), above), rows)
      pieces = torch.floordiv(torch.sub(torch.add(torch.sub(last, first), step), 1), step)
      for piece in range(pieces):
        from_row = torch.add(first, torch.mul(piece, step))
        some = torch.narrow(stored, 0, from_row, ops.prim.min(step, torch.sub(last, from_row)))
        wide = torch.type_as((self).numbers(some), x)
        none = torch.append(products, torch.linear(x, wide, None))
      above = torch.add(above, rows)
  y = torch.cat(products, -1)
  if torch.__contains__(weights, torch.add(name, ".bias")):
    z = torch.add_(y, torch.narrow(weights[torch.add(name, ".bias")], 0, start, count))
  else:
    z = y
  return z

# Numbers as a file holds them: bytes are bfloat16 numbers, because Java can make no tensor of those. (..., 2 C) -> (..., C).
def numbers(self, stored: Tensor) -> Tensor:
  if torch.eq(ops.prim.dtype(stored), 0):
    y = torch.view_copy(stored, dtype=15)
  else:
    y = stored
  return y

# How many rows a matrix has.
def outputs(self, weights: Dict[str, Tensor], name: str) -> int:
  if torch.__contains__(weights, torch.add(name, ".weight")):
    rows = torch.size(weights[torch.add(name, ".weight")], 0)
  else:
    rows = 0
    for part in range(3):
      key = torch.add(torch.add(name, ".mapped."), str(part))
      if torch.__contains__(weights, key):
        rows = torch.add(rows, torch.size(weights[key], 0))
  return rows

# How many columns a matrix has.
def inputs(self, weights: Dict[str, Tensor], name: str) -> int:
  if torch.__contains__(weights, torch.add(name, ".weight")):
    columns = torch.size(weights[torch.add(name, ".weight")], 1)
  else:
    stored = weights[torch.add(name, ".mapped.0")]
    if torch.eq(ops.prim.dtype(stored), 0):
      columns = torch.floordiv(torch.size(stored, 1), 2)
    else:
      columns = torch.size(stored, 1)
  return columns

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
