# A vision transformer for pictures of any size: patches come as rows of numbers, positions are rotary, rows attend within windows
# that may differ in size, and squares of rows are merged behind it. weights of a block: "norm1", "qkv" (weight: (3, H, D, C)),
# "output", "norm2", then "up" or "gate_up", "down", and "epsilon". cosine, sine: (P, 1, D) in float32; the sine's first half is negated.
# windows: how many windows there are of a size, and how many rows each of them has, size after size.

# Patches to rows. pixels: (P, values), weights: "patch.weight" (C, values) -> (1, P, C).
def embed_patches(self, pixels: Tensor, weights: Dict[str, Tensor]) -> Tensor:
  weight = weights["patch.weight"]
  return torch.unsqueeze(torch.linear(torch.type_as(pixels, weight), weight, None), 0)

# Attention within windows. normed: (1, P, C), windows one behind the other.
def attend_in_windows(self, normed: Tensor, weights: Dict[str, Tensor], cosine: Tensor, sine: Tensor, windows: List[int]) -> Tensor:
  weight = weights["qkv.weight"]
  three, heads, size, width = torch.size(weight)
  qkv = torch.linear(normed, torch.flatten(weight, 0, 2), weights["qkv.bias"])
  parts = (self).split_heads(qkv, size)
  both = torch.narrow(parts, 2, 0, torch.mul(2, heads))
  rotated = torch.type_as((self).rotate(torch.to(both, 6), cosine, sine), qkv)
  q = torch.narrow(rotated, 2, 0, heads)
  k = torch.narrow(rotated, 2, heads, heads)
  v = torch.narrow(parts, 2, torch.mul(2, heads), heads)
  mixed = annotate(List[Tensor], [])
  start = 0
  for i in range(torch.floordiv(torch.len(windows), 2)):
    count = windows[torch.mul(2, i)]
    rows = windows[torch.add(torch.mul(2, i), 1)]
    own = (self).attend_in_equal_windows(q, k, v, start, count, rows)
    _0 = torch.append(mixed, own)
    start = torch.add(start, torch.mul(count, rows))
  return (self).project(torch.cat(mixed, 1), weights, "output")

# Of so many windows that have equally many rows. q, k, v: (1, P, H, D) -> (1, count rows, H D).
def attend_in_equal_windows(self, q: Tensor, k: Tensor, v: Tensor, start: int, count: int, rows: int) -> Tensor:
  own_q = (self).equal_windows(q, start, count, rows)
  own_k = (self).equal_windows(k, start, count, rows)
  own_v = (self).equal_windows(v, start, count, rows)
  mixed = torch.scaled_dot_product_attention(own_q, own_k, own_v, None, 0., False)
  return torch.unsqueeze(torch.flatten(torch.flatten(torch.transpose(mixed, 1, 2), 2, 3), 0, 1), 0)

# x: (1, P, H, D) -> (count, H, rows, D).
def equal_windows(self, x: Tensor, start: int, count: int, rows: int) -> Tensor:
  part = torch.narrow(x, 1, start, torch.mul(count, rows))
  return torch.transpose(torch.reshape(part, [count, rows, torch.size(x, 2), torch.size(x, 3)]), 1, 2)

# A block with layer norms whose activation is x sigmoid(1.702 x). x: (1, P, C).
def window_block_quick_gelu(self, x: Tensor, weights: Dict[str, Tensor], cosine: Tensor, sine: Tensor, windows: List[int]) -> Tensor:
  normed = (self).layer_norm(x, weights, "norm1", weights["epsilon"])
  middle = torch.add(x, (self).attend_in_windows(normed, weights, cosine, sine, windows))
  up = (self).project((self).layer_norm(middle, weights, "norm2", weights["epsilon"]), weights, "up")
  return torch.add(middle, (self).project(torch.mul(up, torch.sigmoid(torch.mul(up, 1.702))), weights, "down"))

# A block with root-mean-square norms and a gated feed-forward part. x: (1, P, C).
def window_block_gated(self, x: Tensor, weights: Dict[str, Tensor], cosine: Tensor, sine: Tensor, windows: List[int]) -> Tensor:
  normed = (self).rms_norm(x, weights["norm1.weight"], weights["epsilon"])
  middle = torch.add(x, (self).attend_in_windows(normed, weights, cosine, sine, windows))
  both = (self).project((self).rms_norm(middle, weights["norm2.weight"], weights["epsilon"]), weights, "gate_up")
  inner = torch.floordiv(torch.size(both, -1), 2)
  gate, up = torch.split_with_sizes(both, [inner, inner], 2)
  return torch.add(middle, (self).project(torch.mul(torch.silu(gate), up), weights, "down"))

# Successive rows as one each, behind a layer norm. x: (1, P, C) -> (1, P / merged, hidden size).
def merge_behind_layer_norm(self, x: Tensor, weights: Dict[str, Tensor]) -> Tensor:
  return (self).merge_normed((self).layer_norm(x, weights, "norm", weights["epsilon"]), weights)

# The same behind a root-mean-square norm.
def merge_behind_rms_norm(self, x: Tensor, weights: Dict[str, Tensor]) -> Tensor:
  return (self).merge_normed((self).rms_norm(x, weights["norm.weight"], weights["epsilon"]), weights)

# As many rows side by side as the first matrix is wide, two layers behind.
def merge_normed(self, normed: Tensor, weights: Dict[str, Tensor]) -> Tensor:
  wide = torch.reshape(normed, [1, -1, torch.size(weights["first.weight"], 1)])
  return (self).project_features(wide, weights)
