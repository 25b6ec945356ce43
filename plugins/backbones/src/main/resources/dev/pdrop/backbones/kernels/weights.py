# Weights on their way from a file into memory.

# An empty tensor in the format of another.
def empty(self, shape: List[int], like: Tensor) -> Tensor:
  return torch.empty(shape, dtype=ops.prim.dtype(like), layout=None, device=ops.prim.device(like), pin_memory=None, memory_format=None)

# Puts rows of numbers in any format at row `start` of a tensor that is flat.
def fill(self, target: Tensor, source: Tensor, start: int) -> Tensor:
  return torch.copy_(torch.narrow(target, 0, start, torch.size(source, 0)), source)

# Another view of the same numbers.
def shaped(self, x: Tensor, shape: List[int]) -> Tensor:
  return torch.view(x, shape)

# An example of each number format: nothing, in bfloat16 or float16.
def bfloat16(self, x: Tensor) -> Tensor:
  return torch.to(x, 15)

def float16(self, x: Tensor) -> Tensor:
  return torch.to(x, 5)
