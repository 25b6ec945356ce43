# Decoder layers of the Llama kind. weights of a layer: "input_norm.weight", "kqv.weight" (rows: key heads, then query
# heads, then value heads, so that queries and values alone are one view), "output.weight", "middle_norm.weight",
# "gate_up.weight", "down.weight", "epsilon"; biases beside them where the checkpoint has them. Matrices may be mapped
# instead, see shared.py.
# cosine, sine: (T, 1, D), or (B, T, 1, D) where the examples' positions differ; the sine's first half is negated.

# (B, T, H * D) -> (B, T, H, D)
def split_heads(self, x: Tensor, head_size: int) -> Tensor:
  return torch.view(x, [torch.size(x, 0), torch.size(x, 1), -1, head_size])

# Rotary positions over half-split pairs: x cos + rotate_half(x) sin. x: (B, T, H, D).
def rotate(self, x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
  half = torch.floordiv(torch.size(x, 3), 2)
  swapped = torch.cat([torch.narrow(x, 3, half, half), torch.narrow(x, 3, 0, half)], 3)
  return torch.addcmul(torch.mul(x, cosine), swapped, sine)

# Every key head once for each query head that shares it. x: (B, key heads, T, D) -> (B, heads, T, D).
def repeat_heads(self, x: Tensor, heads: int) -> Tensor:
  batch, key_heads, rows, size = torch.size(x)
  if torch.eq(key_heads, heads):
    y = x
  else:
    group = torch.floordiv(heads, key_heads)
    wide = torch.expand(torch.unsqueeze(x, 2), [batch, key_heads, group, rows, size])
    y = torch.reshape(wide, [batch, heads, rows, size])
  return y

# What follows attention: output projection, residual, norm, gated feed-forward, residual.
# x: (B, T, C), mixed: (B, heads, T, D) -> (B, T, C).
def finish_layer(self, x: Tensor, mixed: Tensor, weights: Dict[str, Tensor]) -> Tensor:
  return (self).finish_rows(x, torch.flatten(torch.transpose(mixed, 1, 2), 2, 3), weights)

# The same with the heads of a row side by side. rows: (B, T, heads * D).
def finish_rows(self, x: Tensor, rows: Tensor, weights: Dict[str, Tensor]) -> Tensor:
  middle = torch.add_((self).project(rows, weights, "output"), x)
  normed = (self).rms_norm(middle, weights["middle_norm.weight"], weights["epsilon"])
  both = (self).project(normed, weights, "gate_up")
  inner = torch.floordiv(torch.size(both, -1), 2)
  gate, up = torch.split_with_sizes(both, [inner, inner], 2)
  if torch.is_grad_enabled():
    open = torch.silu(gate)
  else:
    open = torch.silu_(gate)
  gated = (self).scale(open, up)
  return torch.add_((self).project(gated, weights, "down"), middle)

# How many query heads a layer has.
def query_heads(self, weights: Dict[str, Tensor], head_size: int) -> int:
  return torch.floordiv((self).inputs(weights, "output"), head_size)

# A layer's rotated queries, rotated keys and values: (B, heads or key heads, T, D), keys and values in storage of
# their own.
def project_all(self, x: Tensor, weights: Dict[str, Tensor], cosine: Tensor, sine: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
  size = torch.size(cosine, -1)
  heads = (self).query_heads(weights, size)
  normed = (self).rms_norm(x, weights["input_norm.weight"], weights["epsilon"])
  kqv = (self).split_heads((self).project(normed, weights, "kqv"), size)
  key_heads = torch.floordiv(torch.sub(torch.size(kqv, 2), heads), 2)
  k = (self).rotate(torch.narrow(kqv, 2, 0, key_heads), cosine, sine)
  q = (self).rotate(torch.narrow(kqv, 2, key_heads, heads), cosine, sine)
  v = torch.narrow(kqv, 2, torch.add(key_heads, heads), key_heads)
  values = torch.clone(torch.transpose(v, 1, 2), memory_format=0)
  return (torch.transpose(q, 1, 2), torch.transpose(k, 1, 2), values)

# A layer over a whole sequence: causal, without a mask. x: (B, T, C) -> [x, keys, values].
def layer(self, x: Tensor, weights: Dict[str, Tensor], cosine: Tensor, sine: Tensor) -> List[Tensor]:
  q, k, v = (self).project_all(x, weights, cosine, sine)
  heads = torch.size(q, 1)
  mixed = torch.scaled_dot_product_attention(q, (self).repeat_heads(k, heads), (self).repeat_heads(v, heads), None, 0., True)
  return [(self).finish_layer(x, mixed, weights), k, v]

# A layer over a whole sequence whose keys a probe has projected already.
# keys: (B, key heads, T, D) before rotary positions -> [x, keys, values].
def layer_with_keys(self, x: Tensor, keys: Tensor, weights: Dict[str, Tensor], cosine: Tensor, sine: Tensor) -> List[Tensor]:
  size = torch.size(cosine, -1)
  heads = (self).query_heads(weights, size)
  key_heads = torch.size(keys, 1)
  normed = (self).rms_norm(x, weights["input_norm.weight"], weights["epsilon"])
  part = (self).project_part(normed, weights, "kqv", torch.mul(key_heads, size), torch.mul(torch.add(heads, key_heads), size))
  qv = (self).split_heads(part, size)
  q = torch.transpose((self).rotate(torch.narrow(qv, 2, 0, heads), cosine, sine), 1, 2)
  k = torch.transpose((self).rotate(torch.transpose(keys, 1, 2), cosine, sine), 1, 2)
  v = torch.clone(torch.transpose(torch.narrow(qv, 2, heads, key_heads), 1, 2), memory_format=0)
  mixed = torch.scaled_dot_product_attention(q, (self).repeat_heads(k, heads), (self).repeat_heads(v, heads), None, 0., True)
  return [(self).finish_layer(x, mixed, weights), k, v]

# A layer over rows that follow cached ones. A single row sees everything; several need a mask, because "causal" without
# one would align the first new row with the first cached one.
# past_keys, past_values: (B, key heads, P, D) -> [x, keys, values] with P + T keys.
def layer_append(self, x: Tensor, past_keys: Tensor, past_values: Tensor, weights: Dict[str, Tensor], cosine: Tensor, sine: Tensor) -> List[Tensor]:
  q, new_keys, new_values = (self).project_all(x, weights, cosine, sine)
  heads = torch.size(q, 1)
  k = torch.cat([past_keys, new_keys], 2)
  v = torch.cat([past_values, new_values], 2)
  rows = torch.size(x, 1)
  wide_keys = (self).repeat_heads(k, heads)
  wide_values = (self).repeat_heads(v, heads)
  if torch.eq(rows, 1):
    mixed = torch.scaled_dot_product_attention(q, wide_keys, wide_values, None, 0., False)
  else:
    past = torch.size(past_keys, 2)
    ones = torch.ones([rows, torch.add(past, rows)], dtype=11, layout=None, device=ops.prim.device(x), pin_memory=None)
    mixed = torch.scaled_dot_product_attention(q, wide_keys, wide_values, torch.tril(ones, past), 0., False)
  return [(self).finish_layer(x, mixed, weights), k, v]

# What follows the norm, as project_all gives it, but as views, and with one rotation for queries and keys together:
# nothing of a lesson is kept as a cache, and fewer operators are fewer steps back.
def project_lesson(self, x: Tensor, weights: Dict[str, Tensor], cosine: Tensor, sine: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
  size = torch.size(cosine, -1)
  heads = (self).query_heads(weights, size)
  normed = (self).rms_norm(x, weights["input_norm.weight"], weights["epsilon"])
  kqv = (self).split_heads((self).project(normed, weights, "kqv"), size)
  key_heads = torch.floordiv(torch.sub(torch.size(kqv, 2), heads), 2)
  kq, v = torch.split_with_sizes(kqv, [torch.add(key_heads, heads), key_heads], 2)
  swapped = torch.roll(kq, [torch.floordiv(size, 2)], [3])
  rotated = torch.addcmul(torch.mul(kq, cosine), swapped, sine)
  k, q = torch.split_with_sizes(rotated, [key_heads, heads], 2)
  return (torch.transpose(q, 1, 2), torch.transpose(k, 1, 2), torch.transpose(v, 1, 2))

# Attention of lessons. mask: (1 or B, 1, S, T), added to the scores of the last S rows; rows before them see all rows
# before themselves. Two calls, because most of the work of one over a whole mask would be on what is masked.
def lesson_attention(self, q: Tensor, k: Tensor, v: Tensor, mask: Tensor) -> Tensor:
  heads = torch.size(q, 1)
  keys = (self).repeat_heads(k, heads)
  values = (self).repeat_heads(v, heads)
  masked = torch.size(mask, 2)
  rows = torch.size(q, 2)
  if torch.eq(masked, 0):
    mixed = torch.scaled_dot_product_attention(q, keys, values, None, 0., True)
  else:
    free = torch.sub(rows, masked)
    first, last = torch.split_with_sizes(q, [free, masked], 2)
    before = torch.scaled_dot_product_attention(first, torch.narrow(keys, 2, 0, free), torch.narrow(values, 2, 0, free), None, 0., True)
    behind = torch.scaled_dot_product_attention(last, keys, values, mask, 0., False)
    mixed = torch.cat([before, behind], 2)
  return mixed

# A layer over the rows of lessons -> [x, keys, values].
def lesson_layer(self, x: Tensor, weights: Dict[str, Tensor], cosine: Tensor, sine: Tensor, mask: Tensor) -> List[Tensor]:
  q, k, v = (self).project_lesson(x, weights, cosine, sine)
  mixed = (self).lesson_attention(q, k, v, mask)
  return [(self).finish_layer(x, mixed, weights), k, v]

# The last layer, of which only some rows are wanted. places: (R) in B * T -> [(1, R, C), keys, values].
def last_lesson_layer(self, x: Tensor, weights: Dict[str, Tensor], cosine: Tensor, sine: Tensor, mask: Tensor, places: Tensor) -> List[Tensor]:
  q, k, v = (self).project_lesson(x, weights, cosine, sine)
  mixed = torch.flatten(torch.transpose((self).lesson_attention(q, k, v, mask), 1, 2), 2, 3)
  wanted = (self).finish_rows((self).take_flat_rows(x, places), (self).take_flat_rows(mixed, places), weights)
  return [wanted, k, v]

# What lessons let rows see: 0 where a row sees another, minus infinity elsewhere. segments: (B, T) -> (B, 1, T, T).
def lesson_mask(self, segments: Tensor, like: Tensor) -> Tensor:
  own = torch.unsqueeze(torch.unsqueeze(segments, 1), 3)
  other = torch.unsqueeze(torch.unsqueeze(segments, 1), 1)
  seen = torch.tril(torch.__or__(torch.eq(own, other), torch.eq(other, 0)))
  nothing = torch.zeros([1], dtype=ops.prim.dtype(like), layout=None, device=ops.prim.device(like), pin_memory=None)
  return torch.masked_fill(torch.expand(nothing, torch.size(seen)), torch.bitwise_not(seen), -inf)

# How badly rows foretell what follows them: the mean cross-entropy, and the logits, in float32. x: (1, R, C),
# targets: (R) -> [(), (R, vocabulary)].
def lesson_loss(self, x: Tensor, targets: Tensor, weights: Dict[str, Tensor]) -> List[Tensor]:
  wide = torch.to(torch.squeeze(x, 0), 6)
  normed = (self).rms_norm(wide, weights["final_norm.weight"], weights["epsilon"])
  logits = (self).project(normed, weights, "head")
  return [torch.cross_entropy_loss(logits, targets, None, 1, -100, 0.), logits]

# The token with the highest logit of each row, the lower one on a tie. logits: (R, vocabulary) -> (R).
def likeliest(self, logits: Tensor) -> Tensor:
  return torch.argmax(logits, -1, False)

# The part of a mask that concerns the last rows, a view.
def last_of_mask(self, mask: Tensor, start: int) -> Tensor:
  return torch.narrow(mask, 2, start, torch.sub(torch.size(mask, 2), start))

# Next-token logits of the last row, computed in float32, in which the weights of the head are held whatever the layers
# run in. x: (B, T, C) -> (B, vocabulary).
def logits(self, x: Tensor, weights: Dict[str, Tensor]) -> Tensor:
  last = torch.to(torch.select(x, 1, -1), 6)
  normed = (self).rms_norm(last, weights["final_norm.weight"], weights["epsilon"])
  return (self).project(normed, weights, "head")
