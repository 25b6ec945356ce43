// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.decoder;

import dev.pdrop.backbones.weights.Safetensors.Stored;
import java.util.Map;
import java.util.Objects;

/** A decoder in plain loops over doubles, to hold the kernels to. One example, no cache, nothing clever. */
final class NaiveDecoder {

    private final DecoderConfig config;
    private final Map<String, Stored> weights;
    private final int[][] positions;

    /** A decoder over rows at positions by axis and row. */
    NaiveDecoder(DecoderConfig config, Map<String, Stored> weights, int[]... positions) {
        this.config = config;
        this.weights = weights;
        this.positions = positions;
    }

    /** What one layer computes on its input; heads are [head][row][entry]. */
    static final class Layer {
        double[][] input = {};
        double[][][] queries = {};
        double[][][] keys = {};
        double[][][] values = {};
        double[][][] rotatedQueries = {};
        double[][][] rotatedKeys = {};
        double[][] output = {};
    }

    double[][] embed(int[] ids) {
        double[][] table = matrix("embed_tokens.weight", config.hiddenSize());
        double[][] rows = new double[ids.length][];
        for (int row = 0; row < ids.length; row++) {
            rows[row] = table[ids[row]].clone();
        }
        return rows;
    }

    Layer layer(int number, double[][] input) {
        String prefix = "layers." + number + ".";
        Layer layer = new Layer();
        layer.input = input;
        double[][] normed = norm(input, prefix + "input_layernorm.weight");
        layer.queries = heads(linear(normed, prefix + "self_attn.q_proj"), config.heads());
        layer.keys = heads(linear(normed, prefix + "self_attn.k_proj"), config.keyValueHeads());
        layer.values = heads(linear(normed, prefix + "self_attn.v_proj"), config.keyValueHeads());
        layer.rotatedQueries = rotate(layer.queries);
        layer.rotatedKeys = rotate(layer.keys);
        double[][][] attention = softmax(scores(layer.rotatedQueries, layer.rotatedKeys));
        double[][] middle = add(input, linear(mix(attention, layer.values), prefix + "self_attn.o_proj"));
        double[][] inner = norm(middle, prefix + "post_attention_layernorm.weight");
        double[][] gate = linear(inner, prefix + "mlp.gate_proj");
        double[][] up = linear(inner, prefix + "mlp.up_proj");
        for (int row = 0; row < gate.length; row++) {
            for (int i = 0; i < gate[row].length; i++) {
                gate[row][i] = gate[row][i] / (1 + Math.exp(-gate[row][i])) * up[row][i];
            }
        }
        layer.output = add(middle, linear(gate, prefix + "mlp.down_proj"));
        return layer;
    }

    double[] logits(double[][] rows) {
        double[][] last = norm(new double[][] {rows[rows.length - 1]}, "norm.weight");
        return linear(last, "lm_head")[0];
    }

    double[][][] scores(double[][][] queries, double[][][] keys) {
        double[][][] scores = new double[queries.length][queries[0].length][keys[0].length];
        for (int head = 0; head < scores.length; head++) {
            double[][] shared = keys[head * keys.length / queries.length];
            for (int row = 0; row < scores[head].length; row++) {
                for (int column = 0; column < scores[head][row].length; column++) {
                    scores[head][row][column] = column > row
                            ? Double.NEGATIVE_INFINITY
                            : dot(queries[head][row], shared[column]) / Math.sqrt(config.headSize());
                }
            }
        }
        return scores;
    }

    static double[][][] softmax(double[][][] scores) {
        double[][][] attention = new double[scores.length][scores[0].length][];
        for (int head = 0; head < scores.length; head++) {
            for (int row = 0; row < scores[head].length; row++) {
                double sum = 0;
                for (double score : scores[head][row]) {
                    sum += Math.exp(score);
                }
                attention[head][row] = scores[head][row].clone();
                for (int column = 0; column < attention[head][row].length; column++) {
                    attention[head][row][column] = Math.exp(scores[head][row][column]) / sum;
                }
            }
        }
        return attention;
    }

    private double[][] mix(double[][][] attention, double[][][] values) {
        int size = config.headSize();
        double[][] mixed = new double[attention[0].length][config.heads() * size];
        for (int head = 0; head < attention.length; head++) {
            double[][] shared = values[head * values.length / attention.length];
            for (int row = 0; row < mixed.length; row++) {
                for (int i = 0; i < size; i++) {
                    for (int column = 0; column <= row; column++) {
                        mixed[row][head * size + i] += attention[head][row][column] * shared[column][i];
                    }
                }
            }
        }
        return mixed;
    }

    private double[][][] rotate(double[][][] heads) {
        int half = config.headSize() / 2;
        double[][][] rotated = new double[heads.length][heads[0].length][2 * half];
        for (int head = 0; head < heads.length; head++) {
            for (int row = 0; row < heads[head].length; row++) {
                for (int i = 0; i < half; i++) {
                    int axis = config.axes().isEmpty() ? 0 : config.axes().get(i);
                    double angle = positions[axis][row] * Math.pow(config.ropeTheta(), -(double) i / half);
                    double first = heads[head][row][i];
                    double second = heads[head][row][i + half];
                    rotated[head][row][i] = first * Math.cos(angle) - second * Math.sin(angle);
                    rotated[head][row][i + half] = second * Math.cos(angle) + first * Math.sin(angle);
                }
            }
        }
        return rotated;
    }

    private double[][][] heads(double[][] rows, int count) {
        int size = config.headSize();
        double[][][] heads = new double[count][rows.length][size];
        for (int head = 0; head < count; head++) {
            for (int row = 0; row < rows.length; row++) {
                System.arraycopy(rows[row], head * size, heads[head][row], 0, size);
            }
        }
        return heads;
    }

    private double[][] norm(double[][] rows, String name) {
        float[] weight = values(name);
        double[][] normed = new double[rows.length][weight.length];
        for (int row = 0; row < rows.length; row++) {
            double scale = 1 / Math.sqrt(dot(rows[row], rows[row]) / weight.length + config.epsilon());
            for (int i = 0; i < weight.length; i++) {
                normed[row][i] = rows[row][i] * scale * weight[i];
            }
        }
        return normed;
    }

    private double[][] linear(double[][] rows, String name) {
        double[][] weight = matrix(name + ".weight", rows[0].length);
        float[] bias = weights.containsKey(name + ".bias") ? values(name + ".bias") : new float[weight.length];
        double[][] result = new double[rows.length][weight.length];
        for (int row = 0; row < rows.length; row++) {
            for (int i = 0; i < weight.length; i++) {
                result[row][i] = dot(rows[row], weight[i]) + bias[i];
            }
        }
        return result;
    }

    private double[][] matrix(String name, int width) {
        float[] values = values(name);
        double[][] matrix = new double[values.length / width][width];
        for (int i = 0; i < values.length; i++) {
            matrix[i / width][i % width] = values[i];
        }
        return matrix;
    }

    private float[] values(String name) {
        return Objects.requireNonNull(weights.get(name), name).floats();
    }

    private static double[][] add(double[][] first, double[][] second) {
        double[][] sum = new double[first.length][first[0].length];
        for (int row = 0; row < sum.length; row++) {
            for (int i = 0; i < sum[row].length; i++) {
                sum[row][i] = first[row][i] + second[row][i];
            }
        }
        return sum;
    }

    private static double dot(double[] first, double[] second) {
        double sum = 0;
        for (int i = 0; i < first.length; i++) {
            sum += first[i] * second[i];
        }
        return sum;
    }
}
