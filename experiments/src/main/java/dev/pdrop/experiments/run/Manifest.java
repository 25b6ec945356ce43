// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import com.google.gson.JsonObject;
import dev.pdrop.experiments.plan.ArmPlan;
import dev.pdrop.experiments.plan.ExperimentPlan;
import dev.pdrop.spi.FailedRunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What ran, on what, with what: {@code manifest.json}, enough to read a run without its plan and to know whether two
 * runs can be compared. In JSON the keys are in snake_case.
 *
 * @param format version of this form, {@value #FORMAT}
 * @param name name of the experiment
 * @param question what was asked, in free text
 * @param software which pdrop
 * @param machine on which machine
 * @param backbone what the loaded model says of itself: family, device, dtype, threads, versions of DJL and libtorch
 * @param seed of the experiment
 * @param batchSize examples run together at most
 * @param examples how many questions are asked in each arm
 * @param hashes of model, data and code
 * @param arms in the order of the plan
 * @param journalKeys arm keys of all that the journal holds or is about to hold, those of other code, threads or
 *     settings included, sorted: by these neighbouring runs find what they can take over
 * @param started when the run was begun; a resumed run keeps it
 * @param finished when the run was complete; absent while it is not
 * @param engineSeconds time in the engine, without start, reading of files and reports, summed over all processes that
 *     worked on the run
 */
public record Manifest(
        int format,
        String name,
        String question,
        Software software,
        Machine machine,
        Map<String, String> backbone,
        long seed,
        int batchSize,
        long examples,
        Hashes hashes,
        List<Arm> arms,
        List<String> journalKeys,
        Instant started,
        Optional<Instant> finished,
        double engineSeconds) {

    /** The present form. */
    public static final int FORMAT = 1;

    /**
     * SHA-256 hashes of contents.
     *
     * @param model the model's files
     * @param data the data set's files, pictures left out
     * @param inputs ids, questions, accepted answers and picture files of all that is asked; empty in a manifest that
     *     was written before there was this hash
     * @param jars classes and resources of each jar or class folder of pdrop and its plugins, by file name
     */
    public record Hashes(String model, String data, String inputs, Map<String, String> jars) {
        /** Copies the map. */
        public Hashes {
            inputs = Objects.requireNonNullElse(inputs, "");
            jars = ordered(jars);
        }
    }

    /**
     * An arm.
     *
     * @param name its name, unique in the experiment
     * @param key hash of what decides its numbers, by which its records are found again
     * @param ranker name of the ranker, {@code none} if there is none
     * @param schedule what the scheduler says of itself: one line for people
     * @param positions what becomes of position ids: {@code original} or {@code contiguous}
     * @param config the method's resolved block: {@code ranker}, {@code schedule}, {@code positions}, every default
     *     included
     * @param parameters what arms are compared by, named alike over methods, left out where it makes no sense:
     *     {@code ranker} and {@code schedule} (names of plugins), {@code positions}, {@code input} (what the model is
     *     shown, if not all), {@code replicates} (how often each question is asked, if more than once), {@code stages}
     *     (parts of the decoder with a token count of their own: drops + 1), {@code lambda} (share kept at each drop),
     *     {@code first_layer} (the first drop is before it), {@code ranking_layer} (whose values rank at the first
     *     drop), {@code keep} (visual tokens of one image of the usual size that are left after the last drop)
     */
    public record Arm(
            String name,
            String key,
            String ranker,
            String schedule,
            String positions,
            JsonObject config,
            Map<String, String> parameters) {

        /** Parameter, and setting of schedules that have it: the share kept at each drop. */
        public static final String LAMBDA = "lambda";

        /** Parameter, and setting of schedules that have it: drops + 1. */
        public static final String STAGES = "stages";

        static final String INPUT = "input";
        static final String REPLICATES = "replicates";
        static final String FIRST_LAYER = "first_layer";
        static final String KEEP = "keep";

        /** Copies the map. */
        public Arm {
            parameters = ordered(parameters);
        }

        /** One of the parameters; absent if it makes no sense for the arm. */
        public Optional<String> parameter(String parameter) {
            return Optional.ofNullable(parameters.get(parameter));
        }

        /** Whether it drops nothing of what it is shown, which is all. */
        public boolean unreduced() {
            return parameter(STAGES).isEmpty() && parameter(INPUT).isEmpty();
        }

        /** Parts of the decoder with a token count of their own; 1 if nothing is dropped. */
        public int stages() {
            return number(STAGES).orElse(1);
        }

        /** The layer before which something is dropped first; absent if nothing is dropped. */
        public OptionalInt firstLayer() {
            return number(FIRST_LAYER);
        }

        /** Visual tokens of one image of the usual size that are left after the last drop; absent if there is none. */
        public OptionalInt keep() {
            return number(KEEP);
        }

        /** How often each question is asked. */
        public int replicates() {
            return number(REPLICATES).orElse(1);
        }

        private OptionalInt number(String parameter) {
            return parameter(parameter).stream().mapToInt(Integer::parseInt).findFirst();
        }
    }

    /** Copies the collections. */
    public Manifest {
        Objects.requireNonNull(hashes);
        Objects.requireNonNull(started);
        Objects.requireNonNull(finished);
        backbone = ordered(backbone);
        arms = List.copyOf(arms);
        journalKeys = List.copyOf(Objects.requireNonNullElse(journalKeys, List.of()));
    }

    /** Whether every answer is there. */
    public boolean complete() {
        return finished.isPresent();
    }

    /**
     * Reads a manifest.
     *
     * @throws FailedRunException if the file is none of the present form
     */
    static Manifest read(Path file) {
        try {
            Manifest manifest = Objects.requireNonNull(Json.value(Files.readString(file), Manifest.class));
            if (manifest.format == FORMAT) {
                return manifest;
            }
        } catch (IOException | RuntimeException e) {
            // Besides its own exceptions the library throws on what a record's constructor throws.
            throw unreadable(file, e);
        }
        throw unreadable(file, null);
    }

    static FailedRunException unreadable(Path file, @Nullable Exception cause) {
        return new FailedRunException(
                "expected " + file + " as this version of pdrop writes it, found something else or nothing: run the"
                        + " experiment again to write it anew",
                cause);
    }

    /**
     * The manifest of a run that begins.
     *
     * @param journalled arm keys of what its journal holds already
     */
    static Manifest of(
            ExperimentPlan plan,
            ArmKeys keys,
            PlanContent content,
            Map<String, String> backbone,
            Survey survey,
            Set<String> journalled,
            Software software,
            Instant started) {
        TreeSet<String> journalKeys = new TreeSet<>(journalled);
        journalKeys.addAll(keys.all());
        return new Manifest(
                FORMAT,
                plan.name(),
                plan.question(),
                software,
                Machine.ofProcess(),
                new TreeMap<>(backbone),
                plan.seed(),
                plan.batchSize(),
                survey.questions(),
                new Hashes(content.model(), content.data(), survey.inputs(), keys.jars()),
                plan.arms().stream().map(arm -> arm(plan, arm, keys)).toList(),
                List.copyOf(journalKeys),
                started,
                Optional.empty(),
                0);
    }

    /** The manifest of the same run when it is complete. */
    Manifest finished(Instant when) {
        return with(started, Optional.of(when), engineSeconds);
    }

    /** The manifest of the same run after so much time in the engine. */
    Manifest after(double seconds) {
        return with(started, finished, seconds);
    }

    /** The manifest of this process, when it goes on with a run that another one began. */
    Manifest continuing(Manifest before) {
        return with(before.started, Optional.empty(), before.engineSeconds);
    }

    /**
     * This manifest, saying of the question and of what the journal holds what another one says: it decides nothing.
     */
    Manifest saying(Manifest other) {
        return with(other.question, other.journalKeys, started, finished, engineSeconds);
    }

    /** Whether the arms are the same and were computed by the same code on the same model and data. */
    boolean hasKeysOf(Manifest other) {
        return keys(this).equals(keys(other));
    }

    /** Whether the same is asked, to the byte of each picture. */
    boolean asksWhat(Manifest other) {
        return hashes.inputs.equals(other.hashes.inputs) && examples == other.examples;
    }

    /** Arm keys by which records of the journal may be found, those of the arms included. */
    public Set<String> findable() {
        Set<String> findable = new HashSet<>(journalKeys);
        findable.addAll(keys(this));
        return findable;
    }

    private static List<String> keys(Manifest manifest) {
        return manifest.arms().stream().map(Arm::key).toList();
    }

    /** The manifest as JSON. */
    String json() {
        return Json.text(this);
    }

    private static Arm arm(ExperimentPlan plan, ArmPlan arm, ArmKeys keys) {
        return new Arm(
                arm.name(),
                keys.of(arm),
                arm.ranker(),
                arm.schedule(),
                arm.method().positions().name().toLowerCase(Locale.ROOT),
                Json.of(arm.config()),
                ArmParameters.of(arm, plan.geometry()));
    }

    private Manifest with(Instant newStarted, Optional<Instant> newFinished, double seconds) {
        return with(question, journalKeys, newStarted, newFinished, seconds);
    }

    private Manifest with(
            String words, List<String> newKeys, Instant newStarted, Optional<Instant> newFinished, double seconds) {
        return new Manifest(
                format,
                name,
                words,
                software,
                machine,
                backbone,
                seed,
                batchSize,
                examples,
                hashes,
                arms,
                newKeys,
                newStarted,
                newFinished,
                seconds);
    }

    private static Map<String, String> ordered(Map<String, String> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
