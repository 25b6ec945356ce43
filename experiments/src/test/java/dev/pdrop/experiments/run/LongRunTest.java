// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import dev.pdrop.engine.Seeds;
import dev.pdrop.engine.tree.AblationTree;
import dev.pdrop.engine.tree.Companies;
import dev.pdrop.engine.tree.Company;
import dev.pdrop.engine.tree.TreeArm;
import dev.pdrop.experiments.CommandLineProcess;
import dev.pdrop.experiments.Planning;
import dev.pdrop.experiments.plan.ArmPlan;
import dev.pdrop.experiments.plan.ExperimentPlan;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.VisualFeatures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a long run costs; by hand, since it takes minutes and a quiet machine. */
@Tag("by-hand")
final class LongRunTest {

    private static final Path DATA = Path.of("data/glyph-questions").toAbsolutePath();
    private static final int ARMS = 100;
    private static final int EXAMPLES = 10_000;
    private static final long MEBIBYTE = 1 << 20;

    @TempDir
    private Path folder = Path.of("");

    private Path questions = Path.of("");

    /** The embedded questions again and again, under other ids. */
    @BeforeEach
    void writeQuestions() throws IOException {
        List<String> embedded = Files.readAllLines(DATA.resolve("questions.jsonl"));
        questions = folder.resolve("questions.jsonl");
        Files.write(
                questions,
                IntStream.range(0, EXAMPLES)
                        .mapToObj(i -> embedded.get(i % embedded.size())
                                .replaceFirst("\"id\":\"", "\"id\":\"" + i / embedded.size() + "-"))
                        .toList());
    }

    @Test
    void memoryStaysFlatOverTenThousandExamples() throws Exception {
        Path experiment = Files.writeString(folder.resolve("long.conf"), """
                include required("%s")
                name = quickstart, controls = none, question = "How long?", backbone = glyph-llava, dataset = glyph-questions
                arms { pyramid-drop = pyramid-drop }
                """.formatted(
                        Planning.CONF.resolve("base.conf").toAbsolutePath()));
        CommandLineProcess process = CommandLineProcess.start(folder, arguments(experiment.toString()));
        List<Long> sizes = new ArrayList<>();
        while (process.process().isAlive()) {
            process.process().waitFor(5, TimeUnit.SECONDS);
            resident(process).forEach(sizes::add);
        }
        assertThat(process.end()).as(process.text()).isZero();
        List<Long> mebibytes = sizes.stream().map(size -> size / MEBIBYTE).toList();
        System.out.println("resident MiB every 5 s: " + mebibytes);
        List<Long> later = mebibytes.subList(mebibytes.size() / 5, mebibytes.size());
        assertThat(Collections.max(later) - later.get(0)).isLessThan(200);
    }

    /** Every arm of the quickstart over ten times its questions, counted where the engine keeps its handles. */
    @Test
    void noTensorIsLeftBehindByTenThousandExamples() {
        ExperimentPlan plan = Planning.real().experiments().read("quickstart", common().toList());
        try (Backbone backbone = plan.backbone().create()) {
            AblationTree tree = new AblationTree(
                    backbone,
                    System::nanoTime,
                    plan.decoding().maxNewTokens(),
                    plan.arms().stream()
                            .map(arm -> new TreeArm(arm.method(), new Seeds(plan.seed(), arm.name(), 0)))
                            .toList());
            List<Integer> counts = new ArrayList<>();
            eachCompany(plan, backbone, (company, questions) -> {
                answer(company, backbone, tree);
                counts.add(liveTensors(backbone));
            });
            System.out.println("live tensors after the first company and at most: " + counts.get(0) + ", "
                    + Collections.max(counts));
            // Tables of angles grow to the longest prompt and are kept; nothing else is.
            assertThat(Collections.max(counts)).isEqualTo(counts.get(0));
        }
    }

    private static void answer(Company company, Backbone backbone, AblationTree tree) {
        List<Image> images = company.questions().stream()
                .flatMap(one -> one.prompt().images().stream())
                .distinct()
                .toList();
        try (VisualFeatures features = backbone.encode(images, Set.of())) {
            tree.answer(company, features, (arm, group) -> true, answers -> {});
        }
    }

    /** The companies of a plan as a run has them, with their questions by id. */
    private static void eachCompany(
            ExperimentPlan plan, Backbone backbone, BiConsumer<Company, Map<String, Question.Asked>> each) {
        Companies companies = new Companies(
                Batching.of(plan, backbone)::prompts, plan.engine().sharing());
        Map<String, Question.Asked> questions = new HashMap<>();
        new Questions(plan.dataset(), plan.onError(), backbone, plan.arms()).forEach(one -> {
            Question.Asked asked = (Question.Asked) one;
            questions.put(asked.id(), asked);
            companies.add(asked.forEngine()).ifPresent(company -> each.accept(company, questions));
        });
        companies.rest().forEach(company -> each.accept(company, questions));
    }

    /** What the manager of runs holds, of which every manager that the backbone gives out is a child. */
    private static int liveTensors(Backbone backbone) {
        try (NDManager child = backbone.newManager()) {
            return child.getParentManager().getManagedArrays().size();
        }
    }

    @Test
    void aRunWithAHundredThousandRecordsIsResumedInThreeSeconds() throws Exception {
        String[] settings = Stream.concat(
                        Stream.of("dataset.limit=1000"),
                        IntStream.rangeClosed(1, ARMS - 5)
                                .mapToObj(i -> "arms.a" + i + "={ method = fastv, schedule.keep = " + i + " }"))
                .toArray(String[]::new);
        long records = journal(settings);
        CommandLineProcess built = CommandLineProcess.launch(folder, "--version");
        assertThat(built.end()).as(built.text()).isZero();
        Path journal = RunFolder.below(folder.resolve("runs")).get(0).resolve(RunFolder.JOURNAL);
        long before = Files.size(journal);
        System.out.println(records + " records, " + before / MEBIBYTE + " MiB");
        long opening = System.nanoTime();
        Journal.open(journal).close();
        System.out.println("opening the journal in a warm process s: " + (System.nanoTime() - opening) / 1e9);
        long start = System.nanoTime();
        CommandLineProcess process = CommandLineProcess.launch(folder, arguments("quickstart", settings));
        while (process.process().isAlive() && Files.size(journal) <= before) {
            process.process().waitFor(1, TimeUnit.MILLISECONDS);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.println("first new answer after s: " + seconds);
        assertThat(process.end()).as(process.text()).isZero();
        System.out.println("whole run s: " + (System.nanoTime() - start) / 1e9);
        // Everything else was found: one batch of at most eight questions is left for each arm.
        assertThat(StoredRun.read(journal.resolveSibling("")).records().count()).isEqualTo(ARMS * 1000L);
        assertThat(Files.size(journal) - before).isLessThan(ARMS * 8 * 1000L);
        assertThat(seconds).isLessThan(3);
    }

    /** Journals made-up answers to everything but the last batch, as an interrupted run would have left them. */
    private long journal(String... settings) {
        List<String> overrides = Stream.concat(Stream.of(settings), common()).toList();
        ExperimentPlan plan = Planning.real().experiments().read("quickstart", overrides);
        PlanContent content = new PlanContent(plan);
        long records = 0;
        try (RunFolder run = RunFolder.open(content.folder(), true);
                Journal journal = run.journal();
                Backbone backbone = plan.backbone().create()) {
            ArmKeys keys = new ArmKeys(plan, content, backbone.facts());
            Software software = Software.of("test", "", false);
            run.write(
                    RunFolder.MANIFEST,
                    Manifest.of(
                                    plan,
                                    keys,
                                    content,
                                    backbone.facts(),
                                    Survey.of(plan.dataset(), plan.onError()),
                                    Set.of(),
                                    software,
                                    Instant.EPOCH)
                            .json());
            List<QuestionBatch> batches = new ArrayList<>();
            Map<String, Question.Asked> asked = new HashMap<>();
            eachCompany(plan, backbone, (company, questions) -> {
                batches.addAll(QuestionBatch.of(company, questions));
                asked.putAll(questions);
            });
            for (QuestionBatch batch : batches.subList(0, batches.size() - 1)) {
                for (ArmPlan arm : plan.arms()) {
                    journal.append(answers(keys.of(arm), arm.name(), batch, asked));
                    records += batch.size();
                }
            }
        }
        return records;
    }

    private static List<AnswerRecord> answers(
            String key, String arm, QuestionBatch batch, Map<String, Question.Asked> questions) {
        List<Integer> tokens = Collections.nCopies(12, 144);
        return batch.ids().stream()
                .map(id -> Objects.requireNonNull(questions.get(id)))
                .map(one -> new AnswerRecord(
                        key,
                        arm,
                        0,
                        one.id(),
                        batch.hash(),
                        batch.size(),
                        one.input(),
                        one.images(),
                        one.type(),
                        "",
                        "ring",
                        1,
                        List.of(31, 2),
                        List.of(-0.0123456789, -0.00123456789),
                        List.of(),
                        144,
                        tokens,
                        tokens,
                        12.345,
                        6.789,
                        false))
                .toList();
    }

    private Object[] arguments(String experiment, String... settings) {
        return Stream.concat(
                        Stream.of("run", experiment),
                        Stream.concat(Stream.of(settings), common()).flatMap(one -> Stream.of("--set", one)))
                .toArray();
    }

    private Stream<String> common() {
        return Stream.of(
                "dataset.file=\"" + questions + "\"",
                "dataset.images=\"" + DATA + "\"",
                "output=\"" + folder.resolve("runs") + "\"");
    }

    private static List<Long> resident(CommandLineProcess process) throws IOException {
        Path status = Path.of("/proc", Long.toString(process.process().pid()), "status");
        if (!process.process().isAlive()) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .collect(Collectors.toList());
        }
    }
}
