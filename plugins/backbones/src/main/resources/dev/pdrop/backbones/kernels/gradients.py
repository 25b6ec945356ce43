# Steps back.

# The gradients of a single number, each in storage of its own, for one may be a view of another; one without elements
# where nothing led from an input to the number.
def gradients(self, value: Tensor, inputs: List[Tensor]) -> List[Tensor]:
  found = torch.autograd.grad([value], inputs, None, None, False, True)
  all = annotate(List[Tensor], [])
  for i in range(torch.len(inputs)):
    gradient = found[i]
    if torch.__is__(gradient, None):
      none = torch.append(all, torch.zeros([0], dtype=6, layout=None, device=ops.prim.device(value), pin_memory=None))
    else:
      known = unchecked_cast(Tensor, gradient)
      one = torch.append(all, torch.clone(known, memory_format=0))
  return all

# Adds to a sum.
def accumulate(self, sum: Tensor, more: Tensor) -> Tensor:
  return torch.add_(sum, more)
