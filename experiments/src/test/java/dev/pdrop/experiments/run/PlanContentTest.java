// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.experiments.Planning;
import dev.pdrop.experiments.plan.ArmPlan;
import dev.pdrop.experiments.plan.ExperimentPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run folder and an arm key depend on, and what not. */
final class PlanContentTest {

    private static final Path MODEL = Path.of("models/glyph-llava");
    private static final Path QUESTIONS = Path.of("data/glyph-questions/questions.jsonl");

    @TempDir
    private Path elsewhere = Path.of("");

    @Test
    void aCopiedModelAndDataSetAreTheSame() throws IOException {
        ExperimentPlan here = plan();
        ExperimentPlan there =
                plan("backbone.model=\"" + copyOfModel() + "\"", "dataset.file=\"" + copyOfQuestions() + "\"");
        assertThat(keys(there)).isEqualTo(keys(here)).hasSize(5);
        assertThat(folder(there)).isEqualTo(folder(here));
    }

    @Test
    void whatPeopleReadInAModelFolderDoesNotCount() throws IOException {
        Path model = copyOfModel();
        ExperimentPlan before = plan("backbone.model=\"" + model + "\"");
        Set<String> keys = keys(before);
        Files.writeString(model.resolve("README.md"), "Better words.");
        Files.createDirectories(model.resolve(".cache/download"));
        Files.writeString(model.resolve(".cache/download/time"), "yesterday");
        assertThat(keys(before)).isEqualTo(keys);
    }

    @Test
    void anotherModelOrDataSetIsAnother() throws IOException {
        Path model = copyOfModel();
        Path questions = copyOfQuestions();
        ExperimentPlan plan = plan("backbone.model=\"" + model + "\"", "dataset.file=\"" + questions + "\"");
        Set<String> keys = keys(plan);
        Path name = folder(plan);
        Files.writeString(model.resolve("generation_config.json"), " ", StandardOpenOption.APPEND);
        assertThat(keys(plan)).doesNotContainAnyElementsOf(keys);
        assertThat(folder(plan)).isNotEqualTo(name);
        Set<String> changed = keys(plan);
        Files.writeString(questions, "\n", StandardOpenOption.APPEND);
        assertThat(keys(plan)).doesNotContainAnyElementsOf(changed);
    }

    @Test
    void theLimitTheOtherArmsAndTheOutputAreNoPartOfAKey() {
        Set<String> keys = keys(plan());
        assertThat(keys(plan("dataset.limit=7"))).isEqualTo(keys);
        assertThat(keys(plan("on-error=record"))).isEqualTo(keys);
        assertThat(keys(plan("output=" + elsewhere))).isEqualTo(keys);
        assertThat(keys(plan("arms.more=fastv"))).hasSize(6).containsAll(keys);
        assertThat(keys(plan("seed=18"))).doesNotContainAnyElementsOf(keys);
        assertThat(keys(plan("batch-size=4"))).doesNotContainAnyElementsOf(keys);
        assertThat(keys(plan("decoding.max-new-tokens=4"))).doesNotContainAnyElementsOf(keys);
        assertThat(keys(plan("dataset.prompt=\"{question}\""))).doesNotContainAnyElementsOf(keys);
    }

    @Test
    void theNameOfAnArmIsPartOfItsKeySinceRandomNumbersDeriveFromIt() {
        ExperimentPlan plan = plan("arms.again=random", "arms.again.schedule={ use = pyramid, layers = [3, 6, 9] }");
        assertThat(key(plan, "again")).isNotEqualTo(key(plan, "random"));
    }

    @Test
    void otherLibrariesAndThreadsAreOtherNumbersButTheNameOfAFolderIsNot() {
        ExperimentPlan plan = plan();
        assertThat(keys(plan, Map.of("pytorch", "2.7.1", "threads", "2", "model", "b")))
                .isEqualTo(keys(plan, Map.of("pytorch", "2.7.1", "threads", "2", "model", "a")))
                .doesNotContainAnyElementsOf(keys(plan, Map.of("pytorch", "2.7.1", "threads", "1")))
                .doesNotContainAnyElementsOf(keys(plan, Map.of("pytorch", "2.8.0", "threads", "2")));
    }

    @Test
    void whatDecidesTheResultDecidesTheFolder() {
        List<Path> folders = new ArrayList<>();
        Stream.of("seed=17", "seed=18", "dataset.limit=7", "on-error=record", "arms.more=fastv", "batch-size=4")
                .forEach(change -> folders.add(folder(plan(change))));
        assertThat(folders).doesNotHaveDuplicates();
        assertThat(folder(plan("output=" + elsewhere)).getFileName())
                .isEqualTo(folders.get(0).getFileName());
    }

    private static ExperimentPlan plan(String... overrides) {
        return Planning.real().experiments().read("quickstart", List.of(overrides));
    }

    private static Path folder(ExperimentPlan plan) {
        return new PlanContent(plan).folder();
    }

    private static Set<String> keys(ExperimentPlan plan) {
        return keys(plan, Map.of());
    }

    private static Set<String> keys(ExperimentPlan plan, Map<String, String> facts) {
        return new ArmKeys(plan, new PlanContent(plan), facts).all();
    }

    private static String key(ExperimentPlan plan, String name) {
        ArmPlan arm = plan.arms().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        return new ArmKeys(plan, new PlanContent(plan), Map.of()).of(arm);
    }

    private Path copyOfModel() throws IOException {
        Path copy = Files.createDirectory(elsewhere.resolve("a copy"));
        try (Stream<Path> files = Files.list(MODEL)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }

    private Path copyOfQuestions() throws IOException {
        return Files.copy(QUESTIONS, elsewhere.resolve("other name.jsonl"));
    }
}
