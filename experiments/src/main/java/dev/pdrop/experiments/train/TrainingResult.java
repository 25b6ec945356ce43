// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import dev.pdrop.experiments.train.plan.TrainingPlan;
import dev.pdrop.spi.FailedRunException;
import dev.pdrop.spi.Floor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came out of a training, as its folder keeps it, and the settings that it came from, each by its path.
 *
 * <p>Written once all test questions were asked, and before the model: a model folder beside a result is that result's,
 * and one that is missing is saved from checkpoints without asking anything again.
 *
 * @param weights settings that decide the weights
 * @param test settings of the test questions
 * @param model settings of the model folder
 * @param examinations of the test questions
 * @param floors what short cuts get right of them; absent in results that an older pdrop wrote
 */
record TrainingResult(
        Map<String, String> weights,
        Map<String, String> test,
        Map<String, String> model,
        List<Examination> examinations,
        @Nullable List<Floor> floors) {

    private static final String FORMAT = "format";

    private static final Gson GSON = new GsonBuilder()
            .setPrettyPrinting()
            .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
            .disableHtmlEscaping()
            .create();

    static TrainingResult of(TrainingPlan plan, List<Examination> examinations, List<Floor> floors) {
        return new TrainingResult(
                plan.decisive(), plan.tested(), plan.stored(), List.copyOf(examinations), List.copyOf(floors));
    }

    /** The floors, none if they are not known. */
    List<Floor> knownFloors() {
        return floors == null ? List.of() : floors;
    }

    /**
     * The result that a folder keeps; empty before there is one.
     *
     * @throws FailedRunException if it cannot be read
     */
    static Optional<TrainingResult> read(TrainingFiles files) {
        Path file = files.results();
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            TrainingResult result = GSON.fromJson(Files.readString(file), TrainingResult.class);
            if (result == null || !result.isWhole()) {
                throw broken(file, "one that lacks something", null);
            }
            return Optional.of(result);
        } catch (IOException | JsonParseException e) {
            throw broken(file, String.valueOf(e.getMessage()), e);
        }
    }

    /** Writes it whole or not at all. */
    void write(TrainingFiles files) {
        TrainingFiles.writeText(files.results(), GSON.toJson(this) + "\n");
    }

    /** Whether the same questions would be asked of the same weights, rounded alike. */
    boolean answers(TrainingPlan plan) {
        return TrainingPlan.changes(weights, plan.decisive()).isEmpty()
                && TrainingPlan.changes(test, plan.tested()).isEmpty()
                && Objects.equals(model.get(FORMAT), plan.stored().get(FORMAT));
    }

    /** Whether nothing at all would come out differently. */
    boolean isOf(TrainingPlan plan) {
        return answers(plan) && model.equals(plan.stored());
    }

    /** What is read from a file may lack anything. */
    private boolean isWhole() {
        return weights != null && test != null && model != null && examinations != null;
    }

    private static FailedRunException broken(Path file, String found, @Nullable Throwable cause) {
        return new FailedRunException(
                "expected the result of a training at " + file + ", found " + found
                        + ": remove the file, and the same command asks the test questions again",
                cause);
    }
}
