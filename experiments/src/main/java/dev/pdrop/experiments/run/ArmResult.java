// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import com.google.gson.annotations.SerializedName;
import dev.pdrop.engine.statistics.Estimate;
import dev.pdrop.experiments.outcome.LayerCosts;
import dev.pdrop.experiments.outcome.PairResult;
import dev.pdrop.experiments.outcome.Quality;
import dev.pdrop.experiments.outcome.Range;
import java.util.Objects;
import java.util.Optional;

/**
 * The records of one arm, summed up: scores over all questions, costs and times over those that could be asked. In JSON
 * values are named as the columns of {@code results.csv}; the names that they had before are read too.
 *
 * @param arm name of the arm
 * @param ranker name of the ranker
 * @param schedule what the scheduler says of itself
 * @param positions what becomes of position ids
 * @param examples how many questions were asked
 * @param accuracy mean score, from 0 to 1
 * @param loyalty share of answers equal to those of the unreduced arm, of the questions that both could be asked;
 *     absent if no arm is unreduced
 * @param averageTokens mean over layers and examples of the visual tokens that entered a layer, audited
 * @param teraMultiplyAdds mean prefill cost in TMAC under PyramidDrop's convention, from audited counts
 * @param fastvTeraMultiplyAdds the same under FastV's convention
 * @param keyValueMebibytes mean size of the cache after prefill, text included
 * @param prefillMillis median time from prompt to first token, image encoding left out, and so is the first batch that
 *     each process asked the arm, unless there is no other
 * @param decodeMillis median time for the tokens after the first, likewise
 * @param unknownWordQuestions questions with a word that the tokenizer does not know
 * @param failures questions that could not be asked, such as ones whose image is broken; they count as wrong
 * @param replicates how often the arm answered each question; accuracy is the mean over them
 * @param accuracyInterval 95 % interval of the accuracy, over images; not to compare arms by, which {@link PairResult}
 *     does. Absent if there are too few images
 * @param layers what it costs layer by layer; this and what follows is absent in results of schema 1
 * @param quality what accuracy does not show
 */
public record ArmResult(
        String arm,
        String ranker,
        String schedule,
        String positions,
        int examples,
        double accuracy,
        Optional<Double> loyalty,
        double averageTokens,

        @SerializedName(value = "tmac", alternate = "tera_multiply_adds")
        double teraMultiplyAdds,

        @SerializedName(value = "fastv_tmac", alternate = "fastv_tera_multiply_adds")
        double fastvTeraMultiplyAdds,

        @SerializedName(value = "kv_mib", alternate = "key_value_mebibytes")
        double keyValueMebibytes,

        @SerializedName(value = "prefill_ms", alternate = "prefill_millis")
        double prefillMillis,

        @SerializedName(value = "decode_ms", alternate = "decode_millis")
        double decodeMillis,

        int unknownWordQuestions,
        int failures,
        int replicates,
        Optional<Range> accuracyInterval,
        Optional<LayerCosts> layers,
        Optional<Quality> quality) {

    /** The same with the interval of its accuracy. */
    ArmResult with(Estimate estimate) {
        return new ArmResult(
                arm,
                ranker,
                schedule,
                positions,
                examples,
                accuracy,
                loyalty,
                averageTokens,
                teraMultiplyAdds,
                fastvTeraMultiplyAdds,
                keyValueMebibytes,
                prefillMillis,
                decodeMillis,
                unknownWordQuestions,
                failures,
                replicates,
                Range.of(estimate),
                layers,
                quality);
    }

    /* What a scheduler says of itself fits into a table so far; what a budget came to does not. */
    private static final int SHORT = 40;

    /**
     * The schedule as tables show it: its first clauses, as many as a narrow column takes, and two points for more. The
     * same as {@link #schedule()} if that is short.
     */
    public String shortSchedule() {
        if (schedule.length() <= SHORT) {
            return schedule;
        }
        int end = schedule.lastIndexOf("; ", SHORT);
        return schedule.substring(0, end > 0 ? end : SHORT).strip() + " ..";
    }

    /** Takes what earlier results do not say as absent. */
    public ArmResult {
        replicates = Math.max(1, replicates);
        accuracyInterval = Objects.requireNonNullElse(accuracyInterval, Optional.empty());
        layers = Objects.requireNonNullElse(layers, Optional.empty());
        quality = Objects.requireNonNullElse(quality, Optional.empty());
    }
}
