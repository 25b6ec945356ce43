// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.vision;

import dev.pdrop.backbones.kernels.VisionKernels.Activation;
import dev.pdrop.backbones.weights.Safetensors.Stored;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

/** A CLIP vision transformer in plain loops over doubles, to hold the kernels to. */
final class NaiveClip {

    private final ClipConfig config;
    private final Map<String, Stored> weights;

    NaiveClip(ClipConfig config, Map<String, Stored> weights) {
        this.config = config;
        this.weights = weights;
    }

    double[][] run(float[] pixels) {
        double[][] rows = norm(embed(pixels), "pre_layrnorm");
        for (int layer = 0; layer < config.layers(); layer++) {
            rows = block(rows, "encoder.layers." + layer + ".");
        }
        return config.keepsClass() ? rows : Arrays.copyOfRange(rows, 1, rows.length);
    }

    private double[][] embed(float[] pixels) {
        float[] kernel = values("embeddings.patch_embedding.weight");
        float[] positions = values("embeddings.position_embedding.weight");
        float[] classRow = values("embeddings.class_embedding");
        int width = config.hiddenSize();
        double[][] rows = new double[config.rows()][width];
        for (int row = 0; row < rows.length; row++) {
            for (int i = 0; i < width; i++) {
                double value = row == 0 ? classRow[i] : patch(pixels, kernel, row - 1, i);
                rows[row][i] = value + positions[row * width + i];
            }
        }
        return rows;
    }

    private double patch(float[] pixels, float[] kernel, int patch, int channel) {
        int size = config.patchSize();
        int image = config.imageSize();
        int top = patch / config.side() * size;
        int left = patch % config.side() * size;
        double sum = 0;
        for (int colour = 0; colour < config.channels(); colour++) {
            for (int i = 0; i < size * size; i++) {
                int pixel = (colour * image + top + i / size) * image + left + i % size;
                sum += (double) pixels[pixel] * kernel[(channel * config.channels() + colour) * size * size + i];
            }
        }
        return sum;
    }

    private double[][] block(double[][] rows, String prefix) {
        double[][] normed = norm(rows, prefix + "layer_norm1");
        double[][] mixed = attend(
                linear(normed, prefix + "self_attn.q_proj"),
                linear(normed, prefix + "self_attn.k_proj"),
                linear(normed, prefix + "self_attn.v_proj"));
        double[][] middle = add(rows, linear(mixed, prefix + "self_attn.out_proj"));
        double[][] inner = linear(norm(middle, prefix + "layer_norm2"), prefix + "mlp.fc1");
        for (double[] row : inner) {
            Arrays.setAll(row, i -> activate(row[i]));
        }
        return add(middle, linear(inner, prefix + "mlp.fc2"));
    }

    private double[][] attend(double[][] queries, double[][] keys, double[][] values) {
        int size = config.hiddenSize() / config.heads();
        double[][] mixed = new double[queries.length][config.hiddenSize()];
        for (int head = 0; head < config.heads(); head++) {
            int from = head * size;
            for (int row = 0; row < queries.length; row++) {
                double[] weight = new double[keys.length];
                double sum = 0;
                for (int column = 0; column < keys.length; column++) {
                    double score = 0;
                    for (int i = from; i < from + size; i++) {
                        score += queries[row][i] * keys[column][i];
                    }
                    weight[column] = Math.exp(score / Math.sqrt(size));
                    sum += weight[column];
                }
                for (int column = 0; column < keys.length; column++) {
                    for (int i = from; i < from + size; i++) {
                        mixed[row][i] += weight[column] / sum * values[column][i];
                    }
                }
            }
        }
        return mixed;
    }

    private double activate(double x) {
        if (config.activation() == Activation.QUICK_GELU) {
            return x / (1 + Math.exp(-1.702 * x));
        }
        return x * (0.5 + normalAreaFromZero(x));
    }

    /* The area under the normal density from 0 to x, by its power series. */
    private static double normalAreaFromZero(double x) {
        double term = x;
        double sum = x;
        for (int n = 1; n < 200; n++) {
            term *= -x * x / (2 * n);
            sum += term / (2 * n + 1);
        }
        return sum / Math.sqrt(2 * Math.PI);
    }

    private double[][] norm(double[][] rows, String name) {
        float[] weight = values(name + ".weight");
        float[] bias = values(name + ".bias");
        double[][] normed = new double[rows.length][weight.length];
        for (int row = 0; row < rows.length; row++) {
            double mean = Arrays.stream(rows[row]).average().orElseThrow();
            double variance = Arrays.stream(rows[row])
                    .map(value -> (value - mean) * (value - mean))
                    .average()
                    .orElseThrow();
            for (int i = 0; i < weight.length; i++) {
                normed[row][i] = (rows[row][i] - mean) / Math.sqrt(variance + config.epsilon()) * weight[i] + bias[i];
            }
        }
        return normed;
    }

    private double[][] linear(double[][] rows, String name) {
        float[] weight = values(name + ".weight");
        float[] bias = values(name + ".bias");
        int width = rows[0].length;
        double[][] result = new double[rows.length][bias.length];
        for (int row = 0; row < rows.length; row++) {
            for (int i = 0; i < bias.length; i++) {
                result[row][i] = bias[i];
                for (int j = 0; j < width; j++) {
                    result[row][i] += rows[row][j] * weight[i * width + j];
                }
            }
        }
        return result;
    }

    private static double[][] add(double[][] first, double[][] second) {
        double[][] sum = new double[first.length][first[0].length];
        for (int row = 0; row < sum.length; row++) {
            int at = row;
            Arrays.setAll(sum[row], i -> first[at][i] + second[at][i]);
        }
        return sum;
    }

    private float[] values(String name) {
        return Objects.requireNonNull(weights.get(name), name).floats();
    }
}
