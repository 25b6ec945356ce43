// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.data;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import dev.pdrop.experiments.run.TextTable;
import dev.pdrop.spi.Dataset;
import dev.pdrop.spi.Example;
import dev.pdrop.spi.Floor;
import dev.pdrop.spi.ImageSource;
import dev.pdrop.spi.VideoFrames;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A data set as files: {@code questions.jsonl} with one question a line, {@code images/*.png}, {@code words.txt} if the
 * words are known beforehand, and a {@code README.md} that says how it was made and what short cuts get right.
 *
 * <p>This is what the data set {@code jsonl} reads. For one use.
 */
public final class DatasetFolder implements AutoCloseable {

    /** The file of questions. */
    public static final String QUESTIONS = "questions.jsonl";

    private static final Gson JSON = new GsonBuilder().disableHtmlEscaping().create();

    private final NewFolder folder;
    private final PngImages images;
    private final Map<String, Long> types = new TreeMap<>();
    private long questions;

    /**
     * Begins a folder.
     *
     * @throws dev.pdrop.spi.InvalidDataException if it is there and holds anything
     */
    public DatasetFolder(Path target) {
        this.folder = NewFolder.begin(target);
        this.images = new PngImages(folder);
    }

    /**
     * Writes everything and gives the folder its name.
     *
     * @param title what the data set is, one line
     * @param settings how it was made, in HOCON
     * @param progress is told after each question how many have been written
     * @return what has been written, for people
     * @throws dev.pdrop.spi.PdropException if an example is malformed or cannot be written; nothing is left then
     */
    public String write(Dataset dataset, String title, String settings, LongConsumer progress) {
        try (Stream<Example> examples = dataset.examples()) {
            examples.forEachOrdered(example -> {
                folder.line(QUESTIONS, JSON.toJson(line(example)));
                types.merge(example.type(), 1L, Long::sum);
                progress.accept(++questions);
            });
        }
        String summary = summary(dataset.floors());
        file(
                "README.md",
                "# " + title + "\n\n```hocon\n" + settings.strip() + "\n```\n\n```text\n" + summary + "```\n");
        if (!dataset.words().isEmpty()) {
            file("words.txt", String.join("\n", dataset.words()) + "\n");
        }
        folder.finish();
        return summary;
    }

    private Map<String, Object> line(Example example) {
        Optional<VideoFrames> video = example.images().stream()
                .flatMap(image -> image instanceof VideoFrames frames ? Stream.of(frames) : Stream.empty())
                .findFirst();
        List<? extends ImageSource> pictures = video.isPresent() ? video.get().frames() : example.images();
        List<String> paths = pictures.stream().map(images::path).toList();
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("id", example.id());
        if (video.isPresent()) {
            line.put("video", paths);
            line.put("fps", video.get().framesPerSecond());
        } else if (!paths.isEmpty()) {
            line.put("image", oneOrAll(paths));
        }
        line.put("question", example.question());
        line.put("answer", oneOrAll(example.answers()));
        if (!example.type().isEmpty()) {
            line.put("type", example.type());
        }
        return line;
    }

    private static Object oneOrAll(List<String> texts) {
        return texts.size() == 1 ? texts.get(0) : texts;
    }

    private void file(String name, String text) {
        folder.file(name, output -> output.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    private String summary(List<Floor> floors) {
        List<String> order = new ArrayList<>(
                floors.isEmpty() ? types.keySet() : floors.get(0).byType().keySet());
        types.keySet().stream().filter(type -> !order.contains(type)).forEach(order::add);
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("type", "questions", floors.stream().map(Floor::name)));
        for (String type : order) {
            rows.add(row(
                    type.isEmpty() ? "(no type)" : type,
                    Long.toString(types.getOrDefault(type, 0L)),
                    floors.stream().map(floor -> percent(floor.byType().getOrDefault(type, Double.NaN)))));
        }
        rows.add(row("all", Long.toString(questions), floors.stream().map(floor -> percent(floor.overall()))));
        String definitions = floors.stream()
                .map(floor -> "\n" + floor.name() + ": " + floor.definition() + ".")
                .collect(Collectors.joining());
        return questions + " questions about " + images.written() + " images"
                + (floors.isEmpty() ? "" : "; what short cuts get right, in %") + "\n\n"
                + TextTable.of(rows, 1, floors.size() + 1)
                + (floors.isEmpty() ? "" : definitions + "\n");
    }

    private static List<String> row(String type, String count, Stream<String> floors) {
        return Stream.concat(Stream.of(type, count), floors).toList();
    }

    private static String percent(double share) {
        return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.1f", 100 * share);
    }

    /** Removes what has been written if it was not finished; may be called by another thread, at any time. */
    @Override
    public void close() {
        folder.close();
    }
}
