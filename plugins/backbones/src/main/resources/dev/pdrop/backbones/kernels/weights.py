# Weights on their way from a file into memory.

# An empty tensor in the format of another.
def empty(self, shape: List[int], like: Tensor) -> Tensor:
  return torch.empty(shape, dtype=ops.prim.dtype(like), layout=None, device=ops.prim.device(like), pin_memory=None, memory_format=None)

# Puts numbers in any format, or the bytes of bfloat16 numbers, at place `start` of a tensor that is flat.
def fill(self, target: Tensor, source: Tensor, start: int) -> Tensor:
  known = (self).numbers(source)
  return torch.copy_(torch.narrow(target, 0, start, torch.size(known, 0)), known)

# Another view of the same numbers.
def shaped(self, x: Tensor, shape: List[int]) -> Tensor:
  return torch.view(x, shape)

# An example of each number format: nothing, in bfloat16 or float16.
def bfloat16(self, x: Tensor) -> Tensor:
  return torch.to(x, 15)

def float16(self, x: Tensor) -> Tensor:
  return torch.to(x, 5)
