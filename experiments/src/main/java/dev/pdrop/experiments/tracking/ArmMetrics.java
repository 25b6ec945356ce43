// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking;

import dev.pdrop.engine.measure.ArmTimes;
import dev.pdrop.experiments.outcome.GainResult;
import dev.pdrop.experiments.outcome.LayerCosts;
import dev.pdrop.experiments.run.ArmResult;
import dev.pdrop.experiments.tracking.server.MetricPoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What came out of an arm as metrics. */
final class ArmMetrics {

    /** Points of accuracy over the best control, as a share. */
    static final String GAIN = "gain_over_best_control";

    private static final double KIBIBYTE = 1 << 10;

    private final long now;

    /**
     * Of a moment.
     *
     * @param now in milliseconds since 1970
     */
    ArmMetrics(long now) {
        this.now = now;
    }

    /**
     * All of them: those with one value at the number of answers, those of layers at the number of the layer.
     *
     * @param result of the arm
     * @param gain over the best of its controls, if it has any
     * @param times if they were measured
     */
    List<MetricPoint> of(ArmResult result, Optional<GainResult> gain, Optional<ArmTimes> times) {
        Map<String, Double> values = values(result);
        gain.ifPresent(one -> values.putAll(values(one)));
        times.ifPresent(one -> values.putAll(values(one)));
        Stream<MetricPoint> single = values.entrySet().stream()
                .map(value -> new MetricPoint(value.getKey(), value.getValue(), now, result.examples()));
        return Stream.concat(single, result.layers().stream().flatMap(this::layers))
                .filter(point -> Double.isFinite(point.value()))
                .toList();
    }

    /** Named as in {@code results.csv}. */
    private static Map<String, Double> values(ArmResult result) {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("examples", (double) result.examples());
        result.accuracyInterval().ifPresent(interval -> {
            values.put("accuracy_low", interval.low());
            values.put("accuracy_high", interval.high());
        });
        result.loyalty().ifPresent(loyalty -> values.put("loyalty", loyalty));
        values.put("average_tokens", result.averageTokens());
        values.put("tmac", result.teraMultiplyAdds());
        values.put("fastv_tmac", result.fastvTeraMultiplyAdds());
        result.layers().ifPresent(layers -> values.put("full_tmac", layers.fullTmac()));
        values.put("kv_mib", result.keyValueMebibytes());
        values.put("prefill_ms", result.prefillMillis());
        values.put("decode_ms", result.decodeMillis());
        values.put("unknown_word_questions", (double) result.unknownWordQuestions());
        values.put("failures", (double) result.failures());
        if (result.replicates() > 1) {
            values.put("replicates", (double) result.replicates());
        }
        return values;
    }

    private static Map<String, Double> values(GainResult gain) {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put(GAIN, gain.gain());
        gain.interval().ifPresent(interval -> {
            values.put(GAIN + "_low", interval.low());
            values.put(GAIN + "_high", interval.high());
        });
        return values;
    }

    private static Map<String, Double> values(ArmTimes times) {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("first_token_ms_p50", times.firstTokenMillis().p50());
        values.put("prefill_ms_p50", times.prefillMillis().p50());
        values.put("decode_ms_p50", times.decodeMillis().p50());
        times.realisedFraction().ifPresent(share -> values.put("realised_fraction", share));
        return values;
    }

    /** The pyramid as a curve. */
    private Stream<MetricPoint> layers(LayerCosts costs) {
        List<MetricPoint> points = new ArrayList<>();
        for (int layer = 0; layer < costs.tokensPerLayer().size(); layer++) {
            points.add(new MetricPoint(
                    "visual_tokens_by_layer", costs.tokensPerLayer().get(layer), now, layer));
        }
        for (int layer = 0; layer < costs.keyValueBytesPerLayer().size(); layer++) {
            points.add(new MetricPoint(
                    "kv_kib_by_layer", costs.keyValueBytesPerLayer().get(layer) / KIBIBYTE, now, layer));
        }
        return points.stream();
    }
}
