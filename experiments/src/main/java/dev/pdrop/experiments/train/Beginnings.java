// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train;

import dev.pdrop.experiments.output.WholeFile;
import dev.pdrop.experiments.run.Software;
import dev.pdrop.experiments.train.checkpoint.Checkpoint;
import dev.pdrop.experiments.train.plan.StagePlan;
import dev.pdrop.experiments.train.plan.TrainingPlan;
import dev.pdrop.spi.FailedRunException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The stages that trainings have in common: learnt once, and taken over by whoever comes to them later.
 *
 * <p>A checkpoint behind a stage is kept under a hash of all that its weights follow from: the settings without those
 * of later stages, the facts of the machine that decide the last digits, and the version of pdrop. Where budgets count
 * steps, learning the stages again would give the same bits. Of a budget in minutes it is the clock of whoever learns
 * first that decides how many steps there are, and whoever takes the stage over takes these. Nothing is shared by a
 * pdrop whose sources were changed or are of no known commit, since nobody could say how.
 *
 * <p>Mutable: remembers what was learnt while it was there. Used by one thread.
 */
public final class Beginnings {

    private static final String SUFFIX = ".checkpoint";

    /** What belongs to one training alone. */
    private static final String NAME = "name";

    private final Path folder;
    private final Software software;
    private final boolean fresh;
    private final Set<Path> own = new HashSet<>();

    /**
     * Beginnings of trainings.
     *
     * @param folder holds the checkpoints
     * @param software which pdrop this is
     * @param fresh whether what was kept before is passed over and replaced; nothing of it is even read
     */
    public Beginnings(Path folder, Software software, boolean fresh) {
        this.folder = folder;
        this.software = software;
        this.fresh = fresh;
    }

    /**
     * Keeps the checkpoint behind a stage.
     *
     * @param facts of the machine, under which all of its steps were taken
     * @param over how many stages are over
     * @param checkpoint holds their weights; copied
     */
    void keep(TrainingPlan plan, Map<String, String> facts, int over, Path checkpoint) {
        if (isUnknown() || over >= plan.stages().size()) {
            return;
        }
        Path kept = file(plan, facts, over);
        if (counts(kept)) {
            return;
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new FailedRunException(
                    "expected to make the folder " + folder + ", found an error (" + e.getMessage()
                            + "): make room or check its permissions, then run the same command again",
                    e);
        }
        WholeFile.write(kept, output -> Files.copy(checkpoint, output));
        own.add(kept);
    }

    /** The checkpoint behind as many stages of a plan as somebody has learnt; empty if there is none. */
    Optional<Checkpoint> longest(TrainingPlan plan, Map<String, String> facts) {
        for (int over = plan.stages().size() - 1; over > 0 && !isUnknown(); over--) {
            Path kept = file(plan, facts, over);
            if (counts(kept)) {
                return Optional.of(Checkpoint.read(kept, "remove the file, and its stages are learnt again"));
            }
        }
        return Optional.empty();
    }

    private boolean isUnknown() {
        return software.dirty() || software.commit().isEmpty();
    }

    private boolean counts(Path kept) {
        return Files.exists(kept) && (!fresh || own.contains(kept));
    }

    private Path file(TrainingPlan plan, Map<String, String> facts, int over) {
        Map<String, String> decisive = new TreeMap<>(plan.decisive());
        decisive.remove(NAME);
        for (StagePlan later : plan.stages().subList(over, plan.stages().size())) {
            String path = "stages." + later.kind().label() + ".";
            decisive.keySet().removeIf(key -> key.startsWith(path));
        }
        String all = String.join(
                "\n",
                List.of(
                        Integer.toString(over),
                        decisive.toString(),
                        new TreeMap<>(facts).toString(),
                        software.pdrop(),
                        software.commit()));
        return folder.resolve(hash(all) + SUFFIX);
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
