# What rankers look at: values of a layer on its own input, before the layer runs. weights: as in decoder.py.
# rows: (B, Q), the sequence rows that are asked for.

# Keys of all rows before rotary positions, in the model's number format. x: (B, T, C) -> (B, key heads, T, D).
def probe_keys(self, x: Tensor, weights: Dict[str, Tensor], cosine: Tensor) -> Tensor:
  size = torch.size(cosine, -1)
  heads = (self).query_heads(weights, size)
  both = torch.sub(torch.floordiv((self).outputs(weights, "kqv"), size), heads)
  key_heads = torch.floordiv(both, 2)
  normed = (self).rms_norm(x, weights["input_norm.weight"], weights["epsilon"])
  k = (self).project_part(normed, weights, "kqv", 0, torch.mul(key_heads, size))
  return torch.transpose((self).split_heads(k, size), 1, 2)

# Queries before rotary positions of the given input rows. x: (B, Q, C) -> (B, heads, Q, D).
def probe_queries(self, x: Tensor, weights: Dict[str, Tensor], cosine: Tensor) -> Tensor:
  size = torch.size(cosine, -1)
  heads = (self).query_heads(weights, size)
  both = torch.sub(torch.floordiv((self).outputs(weights, "kqv"), size), heads)
  start = torch.mul(torch.floordiv(both, 2), size)
  normed = (self).rms_norm(x, weights["input_norm.weight"], weights["epsilon"])
  q = (self).project_part(normed, weights, "kqv", start, torch.mul(heads, size))
  return torch.transpose((self).split_heads(q, size), 1, 2)

# Values of the given input rows. x: (B, Q, C) -> (B, key heads, Q, D).
def probe_values(self, x: Tensor, weights: Dict[str, Tensor], cosine: Tensor) -> Tensor:
  size = torch.size(cosine, -1)
  heads = (self).query_heads(weights, size)
  both = torch.sub(torch.floordiv((self).outputs(weights, "kqv"), size), heads)
  key_heads = torch.floordiv(both, 2)
  start = torch.mul(torch.add(key_heads, heads), size)
  normed = (self).rms_norm(x, weights["input_norm.weight"], weights["epsilon"])
  v = (self).project_part(normed, weights, "kqv", start, torch.mul(key_heads, size))
  return torch.transpose((self).split_heads(v, size), 1, 2)

# Rotary positions for heads that stand first. x: (B, H, T, D).
def rotate_heads(self, x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
  return torch.transpose((self).rotate(torch.transpose(x, 1, 2), cosine, sine), 1, 2)

# Query times key over the root of the head size, float32, minus infinity where a key stands behind the query.
# q: (B, heads, Q, D), k: (B, key heads, T, D), rows: (B, Q) -> (B, heads, Q, T).
def probe_scores(self, q: Tensor, k: Tensor, rows: Tensor) -> Tensor:
  batch, heads, queries, size = torch.size(q)
  key_heads = torch.size(k, 1)
  columns = torch.size(k, 2)
  grouped = torch.reshape(torch.to(q, 6), [batch, key_heads, -1, size])
  wide = torch.matmul(torch.div(grouped, torch.sqrt(size)), torch.transpose(torch.to(k, 6), 2, 3))
  scores = torch.view(wide, [batch, heads, queries, columns])
  column = torch.arange(columns, dtype=4, layout=None, device=ops.prim.device(k), pin_memory=None)
  behind = torch.gt(torch.view(column, [1, 1, 1, -1]), torch.unsqueeze(torch.unsqueeze(rows, 1), 3))
  return torch.masked_fill_(scores, behind, -inf)

# The same in lessons, whose mask says what a row sees: (1 or B, 1, T, T).
def probe_lesson_scores(self, q: Tensor, k: Tensor, rows: Tensor, mask: Tensor) -> Tensor:
  scores = (self).probe_scores(q, k, rows)
  index = torch.unsqueeze(torch.unsqueeze(rows, 1), 3)
  wide = torch.expand(mask, [torch.size(q, 0), -1, -1, -1])
  own = torch.gather(wide, 2, torch.expand(index, [-1, -1, -1, torch.size(k, 2)]))
  return torch.add_(scores, torch.to(own, 6))

# Softmax over the last axis, in place: the map of one layer is all the memory that is needed.
def softmax_in_place(self, scores: Tensor) -> Tensor:
  powers = torch.exp_(torch.sub_(scores, torch.amax(scores, [-1], True)))
  return torch.div_(powers, torch.sum(powers, [-1], True))
