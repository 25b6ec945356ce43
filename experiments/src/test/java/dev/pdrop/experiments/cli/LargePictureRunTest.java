// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.experiments.Planning;
import dev.pdrop.experiments.run.AnswerRecord;
import dev.pdrop.experiments.run.StoredRun;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Budgets on a model whose pictures keep their size, and a picture that is larger than the usual one: 1,600 visual
 * tokens of which even the least schedule spends 400 a layer, where 300 are the budget.
 */
final class LargePictureRunTest {

    private static final Path MODEL = Path.of("../plugins/methods/src/test/resources/parity/models/qwen2_vl");

    private static final String BEYOND = "q.jsonl:2: the arm 'f' cannot be asked this: expected a budget of at least ";

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void prepare() throws IOException {
        Path model = Files.createDirectory(folder.resolve("model"));
        try (Stream<Path> files = Files.list(MODEL)) {
            for (Path file : files.toList()) {
                Files.copy(file, model.resolve(file.getFileName()));
            }
        }
        Files.writeString(
                model.resolve("preprocessor_config.json"),
                Files.readString(MODEL.resolve("preprocessor_config.json")).replace("18816", "12845056"));
        picture("small.png", 560);
        picture("large.png", 1120);
        String line = "{\"id\": \"%s\", \"image\": \"%s.png\", \"question\": \"x y z\", \"answer\": \"x\"}\n";
        Files.writeString(
                folder.resolve("q.jsonl"),
                line.formatted("1", "small") + line.formatted("2", "large") + line.formatted("3", "small"));
        Files.writeString(
                folder.resolve("large.conf"), """
                include required("%s/base.conf")
                name = large
                question = "Does it go on?"
                output = "%s/runs"
                backbone { use = hugging-face, model = "%s", template = plain }
                dataset { use = jsonl, file = "%s/q.jsonl", prompt = "<image> {question} q", metric { use = exact-match } }
                controls = [full, text-only]
                decoding.max-new-tokens = 1
                arms {
                  f { method = fastv, schedule { use = single, layer = 1, budget { average-tokens = 300 } } }
                }
                """.formatted(Planning.CONF.toAbsolutePath(), folder, model, folder));
    }

    @Test
    void aPictureBeyondTheBudgetIsRecordedAndTheOthersAreAnswered() throws IOException {
        CommandRun said = run("on-error=record");

        assertThat(said.exitCode()).as(said.error()).isZero();
        StoredRun stored = StoredRun.read(CommandRun.onlyFolder(folder.resolve("runs")));
        assertThat(stored.results().orElseThrow().arms())
                .as("who is shown no picture is not hindered")
                .allSatisfy(arm -> assertThat(arm.failures())
                        .as(arm.arm())
                        .isEqualTo(arm.arm().equals("text-only") ? 0 : 1));
        List<AnswerRecord> failed =
                stored.records().filter(AnswerRecord::failed).toList();
        assertThat(failed).extracting(AnswerRecord::example).containsOnly("2");
        assertThat(failed)
                .extracting(AnswerRecord::failure)
                .allSatisfy(
                        failure -> assertThat(failure).contains(BEYOND + "400", "for 1600 visual tokens, found 300"));
    }

    @Test
    void otherwiseTheRunEndsWithASentenceThatNamesIt() {
        CommandRun said = run("on-error=fail");

        assertThat(said.exitCode()).isEqualTo(4);
        assertThat(said.error()).contains(BEYOND + "400", "for 1600 visual tokens, found 300");
    }

    /** Gates and the looks at first questions behind a run are of those that can be asked. */
    @Test
    void aFirstPictureBeyondTheBudgetIsNoMisfitOfTheMethod() throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("q.jsonl"));
        Files.writeString(folder.resolve("q.jsonl"), lines.get(1) + "\n" + lines.get(0) + "\n");
        CommandRun said = run("on-error=record");

        assertThat(said.exitCode()).as(said.error()).isZero();
    }

    private CommandRun run(String setting) {
        return CommandRun.of(Map.of(), "run", folder.resolve("large.conf"), "--quiet", "--set", setting);
    }

    private void picture(String name, int side) throws IOException {
        ImageIO.write(
                new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB),
                "png",
                folder.resolve(name).toFile());
    }
}
