# The CLIP and SigLIP vision transformers and the projector behind them. weights of a block: "norm1", "qkv" (weight: (3, H, D, C)),
# "output", "norm2", "up", "down", each with weight and bias, and "epsilon".

# Pixels to rows: patch embedding, class token first, positions, norm. pixels: (B, 3, height, width) -> (B, 1 + P, C).
def vision_rows(self, pixels: Tensor, weights: Dict[str, Tensor]) -> Tensor:
  kernel = weights["patch.weight"]
  size = torch.size(kernel, 2)
  grid = torch.conv2d(torch.type_as(pixels, kernel), kernel, None, [size, size], [0, 0], [1, 1], 1)
  patches = torch.transpose(torch.flatten(grid, 2), 1, 2)
  class_row = torch.expand(weights["class"], [torch.size(pixels, 0), 1, -1])
  rows = torch.add(torch.cat([class_row, patches], 1), weights["positions"])
  return (self).layer_norm(rows, weights, "norm", weights["epsilon"])

# The attention half of a block. x: (B, T, C).
def vision_attention(self, x: Tensor, weights: Dict[str, Tensor]) -> Tensor:
  weight = weights["qkv.weight"]
  three, heads, size, width = torch.size(weight)
  normed = (self).layer_norm(x, weights, "norm1", weights["epsilon"])
  qkv = torch.linear(normed, torch.flatten(weight, 0, 2), weights["qkv.bias"])
  parts = torch.view(qkv, [torch.size(x, 0), torch.size(x, 1), 3, heads, size])
  q, k, v = torch.unbind(torch.permute(parts, [2, 0, 3, 1, 4]))
  mixed = torch.scaled_dot_product_attention(q, k, v, None, 0., False)
  return torch.add(x, (self).project(torch.flatten(torch.transpose(mixed, 1, 2), 2, 3), weights, "output"))

# A block whose activation is x sigmoid(1.702 x). x: (B, T, C).
def vision_block_quick_gelu(self, x: Tensor, weights: Dict[str, Tensor]) -> Tensor:
  middle = (self).vision_attention(x, weights)
  up = (self).project((self).layer_norm(middle, weights, "norm2", weights["epsilon"]), weights, "up")
  return torch.add(middle, (self).project(torch.mul(up, torch.sigmoid(torch.mul(up, 1.702))), weights, "down"))

# A block whose activation is the exact GELU. x: (B, T, C).
def vision_block_gelu(self, x: Tensor, weights: Dict[str, Tensor]) -> Tensor:
  middle = (self).vision_attention(x, weights)
  up = (self).project((self).layer_norm(middle, weights, "norm2", weights["epsilon"]), weights, "up")
  return torch.add(middle, (self).project(torch.gelu(up), weights, "down"))

# The rows behind the class token. x: (B, 1 + P, C) -> (B, P, C).
def without_class(self, x: Tensor) -> Tensor:
  return torch.narrow(x, 1, 1, torch.sub(torch.size(x, 1), 1))

# Two layers with a GELU between them. x: (B, P, vision width) -> (B, P, C).
def project_features(self, x: Tensor, weights: Dict[str, Tensor]) -> Tensor:
  inner = torch.gelu((self).project(x, weights, "first"))
  return (self).project(inner, weights, "second")

# What belongs to each image, as views. x: (B, P, C) -> B tensors (P, C).
def each_image(self, x: Tensor) -> List[Tensor]:
  return torch.unbind(x)

# Rows of all tiles of one image, and one more row behind them. x: (B, P, C), row: (C) -> (1, B P + 1, C).
def join_tiles(self, x: Tensor, row: Tensor) -> Tensor:
  return torch.unsqueeze(torch.cat([torch.flatten(x, 0, 1), torch.unsqueeze(row, 0)]), 0)

# Pixels to rows without a class token: patch embedding and positions. pixels: (B, 3, height, width) -> (B, P, C).
def patch_rows(self, pixels: Tensor, weights: Dict[str, Tensor]) -> Tensor:
  kernel = weights["patch.weight"]
  size = torch.size(kernel, 2)
  grid = torch.conv2d(torch.type_as(pixels, kernel), kernel, weights["patch.bias"], [size, size], [0, 0], [1, 1], 1)
  return torch.add(torch.transpose(torch.flatten(grid, 2), 1, 2), weights["positions"])

# A block whose activation is the GELU by way of tanh. x: (B, T, C).
def vision_block_gelu_tanh(self, x: Tensor, weights: Dict[str, Tensor]) -> Tensor:
  middle = (self).vision_attention(x, weights)
  up = (self).project((self).layer_norm(middle, weights, "norm2", weights["epsilon"]), weights, "up")
  return torch.add(middle, (self).project(torch.gelu(up, approximate="tanh"), weights, "down"))

# A grid of rows at another size, bilinearly. x: (1, height width, C) -> (1, rows columns, C).
def resize_grid(self, x: Tensor, height: int, width: int, rows: int, columns: int) -> Tensor:
  grid = torch.view(torch.transpose(x, 1, 2), [1, torch.size(x, 2), height, width])
  resized = torch.upsample_bilinear2d(grid, [rows, columns], False, None, None)
  return torch.transpose(torch.flatten(resized, 2), 1, 2)

# The norm behind the last block. x: (B, T, C).
def last_norm(self, x: Tensor, weights: Dict[str, Tensor]) -> Tensor:
  return (self).layer_norm(x, weights, "norm", weights["epsilon"])

# Positions of a square of patches as towers for pictures of any size look them up: by where a patch begins, as a share of the
# whole side, in float32. table: (side side, C) -> the same, perhaps with rows twice and others not at all.
def bucketed_positions(self, table: Tensor, side: int) -> Tensor:
  share = torch.div(1, side)
  edges = torch.arange(share, 1., share, dtype=6, layout=None, device=torch.device("cpu"), pin_memory=False)
  count = torch.arange(side, dtype=6, layout=None, device=torch.device("cpu"), pin_memory=False)
  step = torch.reciprocal(torch.add(torch.mul(torch.max(count), 1.), 1.))
  places = torch.clamp(torch.mul(count, step), None, 0.999999)
  buckets = torch.bucketize(places, edges, out_int32=False, right=True)
  rows = torch.add(torch.mul(torch.unsqueeze(buckets, 1), side), torch.unsqueeze(buckets, 0))
  return torch.index_select(table, 0, torch.flatten(rows))

# Squares of patches shuffled into one row each, and a matrix behind. x: (B, side side, C), weight: (D, C factor factor)
# -> (B, side side / factor factor, D).
def shuffle_project(self, x: Tensor, weight: Tensor, side: int, factor: int) -> Tensor:
  b = torch.size(x, 0)
  c = torch.size(x, 2)
  less = torch.floordiv(side, factor)
  wide = torch.mul(c, factor)
  x1 = torch.permute(torch.view(x, [b, side, less, wide]), [0, 2, 1, 3])
  x2 = torch.reshape(x1, [b, less, less, torch.mul(wide, factor)])
  x3 = torch.reshape(torch.permute(x2, [0, 2, 1, 3]), [b, torch.mul(less, less), torch.mul(wide, factor)])
  return torch.linear(x3, weight, None)

# Rows of all tiles of one image. x: (B, P, C) -> (1, B P, C), as a view.
def flatten_tiles(self, x: Tensor) -> Tensor:
  return torch.unsqueeze(torch.flatten(x, 0, 1), 0)
