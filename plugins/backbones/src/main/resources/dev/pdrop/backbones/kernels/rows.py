# Rows picked, put and converted. rows: (B, Q).

# x: (B, T, C) -> (B, Q, C)
def take_rows(self, x: Tensor, rows: Tensor) -> Tensor:
  if torch.eq(torch.size(x, 0), 1):
    y = torch.index_select(x, 1, torch.select(rows, 0, 0))
  else:
    index = torch.expand(torch.unsqueeze(rows, 2), [-1, -1, torch.size(x, 2)])
    y = torch.gather(x, 1, index)
  return y

# Rows of the whole batch. x: (B, T, C), places: (R) in B * T -> (1, R, C).
def take_flat_rows(self, x: Tensor, places: Tensor) -> Tensor:
  return torch.unsqueeze(torch.index_select(torch.flatten(x, 0, 1), 0, places), 0)

# Rows with others mixed into some of them, summed up in float32. left: (B, Q, C), x: (B, T, C); for each of M mixed rows
# its place in B * Q, (M), the places in B * T of S rows, (M, S), and the weight of each, (M, S) in float32 -> (B, Q, C).
def mix_rows(self, left: Tensor, x: Tensor, targets: Tensor, sources: Tensor, weights: Tensor) -> Tensor:
  taken = torch.index_select(torch.flatten(x, 0, 1), 0, torch.flatten(sources, 0, 1))
  wide = torch.view(torch.to(taken, 6), [torch.size(weights, 0), torch.size(weights, 1), torch.size(x, 2)])
  mixed = torch.sum(torch.mul(wide, torch.unsqueeze(weights, 2)), [1])
  flat = torch.index_copy(torch.flatten(left, 0, 1), 0, targets, torch.type_as(mixed, left))
  return torch.view_as(flat, left)

# x: (B, H, T, D) -> (B, H, Q, D)
def take_head_rows(self, x: Tensor, rows: Tensor) -> Tensor:
  if torch.eq(torch.size(x, 0), 1):
    y = torch.index_select(x, 2, torch.select(rows, 0, 0))
  else:
    index = torch.unsqueeze(torch.unsqueeze(rows, 1), 3)
    y = torch.gather(x, 2, torch.expand(index, [-1, torch.size(x, 1), -1, torch.size(x, 3)]))
  return y

# x: (B, H, Q, T) -> (B, H, Q, kept columns)
def take_columns(self, x: Tensor, rows: Tensor) -> Tensor:
  if torch.eq(torch.size(x, 0), 1):
    y = torch.index_select(x, 3, torch.select(rows, 0, 0))
  else:
    index = torch.unsqueeze(torch.unsqueeze(rows, 1), 1)
    y = torch.gather(x, 3, torch.expand(index, [-1, torch.size(x, 1), torch.size(x, 2), -1]))
  return y

# Chosen examples. x: (B, ..), places: (N) -> (N, ..).
def take_examples(self, x: Tensor, places: Tensor) -> Tensor:
  return torch.index_select(x, 0, places)

# The last row of each example, in storage of its own. x: (B, T, C) -> (B, 1, C).
def last_row(self, x: Tensor) -> Tensor:
  return torch.clone(torch.narrow(x, 1, torch.sub(torch.size(x, 1), 1), 1), memory_format=0)

# x: (B, T, C), more: (B, S, C) -> (B, T + S, C)
def join_rows(self, x: Tensor, more: Tensor) -> Tensor:
  return torch.cat([x, more], 1)

# Rows of several tensors. x: tensors (n, C) -> (sum of n, C).
def rows_behind_each_other(self, x: List[Tensor]) -> Tensor:
  return torch.cat(x, 0)

# Rows of a table of sines or cosines. table: (P, 1, D), rows: (B, T) -> (B, T, 1, D).
def take_positions(self, table: Tensor, rows: Tensor) -> Tensor:
  return torch.embedding(torch.squeeze(table, 1), torch.unsqueeze(rows, 2))

# Rows of such a table whose columns follow several axes. places: (A, B, T), axes: (D), the axis of each column -> (B, T, 1, D).
def take_axis_positions(self, table: Tensor, places: Tensor, axes: Tensor) -> Tensor:
  columns = torch.permute(torch.index_select(places, 0, axes), [1, 2, 0])
  taken = torch.gather(torch.squeeze(table, 1), 0, torch.flatten(columns, 0, 1))
  return torch.unsqueeze(torch.view(taken, torch.size(columns)), 2)

# Successive rows of a table of sines or cosines, as a view.
def slice_positions(self, table: Tensor, start: int, count: int) -> Tensor:
  return torch.narrow(table, 0, start, count)

# Word embeddings. table: (V, C), ids: (B, T) -> (B, T, C).
def embed(self, table: Tensor, ids: Tensor) -> Tensor:
  return torch.embedding(table, ids)

# Word embeddings with image features in their slots. features: n tensors (rows, C); slots: places in B * T, one a row.
def embed_with_features(self, table: Tensor, ids: Tensor, features: List[Tensor], slots: Tensor) -> Tensor:
  words = torch.embedding(table, ids)
  flat = torch.index_copy(torch.flatten(words, 0, 1), 0, slots, torch.cat(features, 0))
  return torch.view_as(flat, words)

# The same numbers in float32; the same storage if they are that already. No gradient flows back through them.
def widen(self, x: Tensor) -> Tensor:
  return torch.detach(torch.to(x, 6))

# The same numbers in the format of another tensor; the same storage if they are in it already.
def convert(self, x: Tensor, like: Tensor) -> Tensor:
  return torch.type_as(x, like)

# Rows times a transposed matrix, as every projection is computed. x: (B, T, C), matrix: (N, C) -> (B, T, N).
def product(self, x: Tensor, matrix: Tensor) -> Tensor:
  return torch.linear(x, matrix, None)
