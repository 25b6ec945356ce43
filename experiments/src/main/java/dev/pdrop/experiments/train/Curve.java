// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pdrop.experiments.output.WholeFile;
import dev.pdrop.spi.FailedRunException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * How a training went, as JSON lines: {@code steps} for the mean over some steps, {@code examination} for what the
 * model knew, the last of them of the test questions. Lines behind the last checkpoint are taken back when a training
 * goes on. Mutable; used by one thread.
 */
public final class Curve {

    /** The file's name. */
    public static final String FILE = "curve.jsonl";

    private static final String KIND = "kind";
    private static final String STEPS = "steps";
    private static final String EXAMINATION = "examination";
    private static final Gson GSON = new GsonBuilder()
            .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
            .disableHtmlEscaping()
            .create();

    private final Path file;
    private int lines;

    /**
     * Goes on with a curve.
     *
     * @param lines that are kept
     */
    Curve(Path folder, int lines) {
        this.file = folder.resolve(FILE);
        List<String> kept = read(file);
        this.lines = Math.min(lines, kept.size());
        String text = String.join(
                "",
                kept.subList(0, this.lines).stream().map(line -> line + "\n").toList());
        WholeFile.write(file, output -> output.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Lines so far. */
    int lines() {
        return lines;
    }

    void add(CurvePoint point) {
        append(STEPS, GSON.toJsonTree(point).getAsJsonObject());
    }

    void add(Examination examination) {
        append(EXAMINATION, GSON.toJsonTree(examination).getAsJsonObject());
    }

    /** The points of a curve. */
    public static List<CurvePoint> points(Path folder) {
        return of(folder, STEPS, CurvePoint.class);
    }

    /** The examinations of a curve. */
    public static List<Examination> examinations(Path folder) {
        return of(folder, EXAMINATION, Examination.class);
    }

    private static <T> List<T> of(Path folder, String kind, Class<T> type) {
        Path file = folder.resolve(FILE);
        List<T> found = new ArrayList<>();
        int number = 0;
        for (String text : read(file)) {
            number++;
            try {
                JsonObject line = JsonParser.parseString(text).getAsJsonObject();
                if (line.getAsJsonPrimitive(KIND).getAsString().equals(kind)) {
                    found.add(GSON.fromJson(line, type));
                }
            } catch (RuntimeException e) {
                throw new FailedRunException(
                        "expected a line of a training's curve at " + file + ":" + number + ", found something else ("
                                + e.getMessage() + "): remove the line",
                        e);
            }
        }
        return List.copyOf(found);
    }

    private void append(String kind, JsonObject content) {
        JsonObject line = new JsonObject();
        line.addProperty(KIND, kind);
        content.entrySet().forEach(entry -> line.add(entry.getKey(), entry.getValue()));
        try {
            Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new FailedRunException(
                    "expected to write " + file + ", found an output error (" + e.getMessage()
                            + "): make room or check permissions, then run the same command again to go on from the"
                            + " last checkpoint",
                    e);
        }
        lines++;
    }

    /** Whole lines: one that is still being written, or was torn when there was no room, has no end. */
    private static List<String> read(Path file) {
        try {
            String text = Files.exists(file) ? Files.readString(file) : "";
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        } catch (IOException e) {
            throw new FailedRunException("expected to read " + file + ", found " + e.getMessage() + ": remove it", e);
        }
    }
}
