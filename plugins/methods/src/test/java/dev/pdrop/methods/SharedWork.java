// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.backbones.HuggingFaceBackboneFactory;
import dev.pdrop.backbones.kernels.NumberFormat;
import dev.pdrop.engine.Answer;
import dev.pdrop.engine.Asked;
import dev.pdrop.engine.BatchRun;
import dev.pdrop.engine.Method;
import dev.pdrop.engine.Seeds;
import dev.pdrop.engine.tree.AblationTree;
import dev.pdrop.engine.tree.Companies;
import dev.pdrop.engine.tree.Company;
import dev.pdrop.engine.tree.TreeArm;
import dev.pdrop.methods.controls.AveragePoolRanker;
import dev.pdrop.methods.controls.NoReductionScheduler;
import dev.pdrop.methods.controls.RandomRanker;
import dev.pdrop.methods.fastv.SingleStageScheduler;
import dev.pdrop.methods.pyramiddrop.PyramidScheduler;
import dev.pdrop.methods.pyramiddrop.Rounding;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.StageScheduler;
import dev.pdrop.spi.TokenRanker;
import dev.pdrop.spi.VisualFeatures;
import dev.pdrop.testing.Pictures;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every ranker on every kind of schedule under both position policies, averages before layer 0 and nothing left, all in
 * one tree, on a checkpoint of transformers with grouped queries: each arm answers as it does in a run of its own,
 * which shares nothing.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SharedWork {

    private static final Path MODELS = Path.of("src/test/resources/parity/models");
    private static final int TOKENS = 4;
    private static final List<String> QUESTIONS =
            List.of("<image> what is this ?", "<image> is it red ?", "<image> what is that ?");

    private static final List<TokenRanker> RANKERS = Rankers.ALL;

    private static final List<StageScheduler> SCHEDULERS = List.of(
            new PyramidScheduler(new PyramidScheduler.Config(
                    3, new BigDecimal("0.5"), Optional.empty(), Optional.empty(), Rounding.INT)),
            new PyramidScheduler(new PyramidScheduler.Config(
                    3, new BigDecimal("0.25"), Optional.empty(), Optional.empty(), Rounding.INT)),
            single(2, 16),
            single(2, 5),
            single(3, 64),
            new NoReductionScheduler());

    private final Backbone backbone;

    /** On a tiny checkpoint of that name. */
    SharedWork(String model) {
        backbone = new HuggingFaceBackboneFactory()
                .create(new HuggingFaceBackboneFactory.Config(
                        MODELS.resolve(model), "cpu", NumberFormat.FLOAT32, "plain"));
    }

    @AfterAll
    void close() {
        backbone.close();
    }

    @ParameterizedTest
    @CsvSource({"1, false", "3, false", "1, true", "2, true", "8, true"})
    void eachArmAnswersAsInARunOfItsOwn(int size, boolean sharingImages) {
        List<TreeArm> arms = arms();
        BatchRun alone = new BatchRun(backbone, System::nanoTime, TOKENS);
        for (Company company : companies(size, sharingImages)) {
            try (VisualFeatures features = features(company)) {
                Map<String, List<Answer>> together = new HashMap<>();
                new AblationTree(backbone, System::nanoTime, TOKENS, arms)
                        .answer(
                                company,
                                features,
                                (arm, group) -> true,
                                given -> together.put(given.arm() + " " + given.group(), given.answers()));
                for (int arm = 0; arm < arms.size(); arm++) {
                    for (int group = 0; group < company.groups().size(); group++) {
                        assertSame(
                                Objects.requireNonNull(together.get(arm + " " + group)),
                                alone.answer(
                                        arms.get(arm).method(),
                                        company.groups().get(group).questions(),
                                        features,
                                        arms.get(arm).seeds()),
                                company.prefixes().isEmpty() ? 0 : 1e-5);
                    }
                }
            }
        }
    }

    private static void assertSame(List<Answer> actual, List<Answer> expected, double tolerance) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.size(); i++) {
            Answer one = actual.get(i);
            Answer other = expected.get(i);
            assertThat(one.written().tokens()).isEqualTo(other.written().tokens());
            assertThat(one.layers()).isEqualTo(other.layers());
            assertThat(one.stages()).hasSameSizeAs(other.stages());
            for (int stage = 0; stage < one.stages().size(); stage++) {
                assertThat(one.stages().get(stage).kept())
                        .isEqualTo(other.stages().get(stage).kept());
            }
            for (int step = 0; step < one.written().logProbabilities().size(); step++) {
                double value = other.written().logProbabilities().get(step);
                assertThat(Math.abs(one.written().logProbabilities().get(step) - value))
                        .isLessThanOrEqualTo(tolerance * Math.max(1, Math.abs(value)));
            }
        }
    }

    private static List<TreeArm> arms() {
        List<TreeArm> arms = new ArrayList<>();
        for (TokenRanker ranker : RANKERS) {
            for (StageScheduler scheduler : SCHEDULERS) {
                for (PositionPolicy positions : PositionPolicy.values()) {
                    arms.add(new TreeArm(
                            new Method(Optional.of(ranker), scheduler, positions),
                            new Seeds(7, "arm " + arms.size(), 0)));
                }
            }
        }
        // Nothing is left of what questions share where an image begins them.
        for (StageScheduler nothing : List.of(single(0, 0), single(2, 0), nothing(1, 2))) {
            for (PositionPolicy positions : PositionPolicy.values()) {
                arms.add(new TreeArm(
                        new Method(Optional.of(new RandomRanker()), nothing, positions),
                        new Seeds(7, "arm " + arms.size(), 0)));
            }
        }
        for (int keep : List.of(4, 16, 64)) {
            for (PositionPolicy positions : PositionPolicy.values()) {
                arms.add(new TreeArm(
                        new Method(Optional.of(new AveragePoolRanker()), single(0, keep), positions),
                        new Seeds(7, "arm " + arms.size(), 0)));
            }
        }
        return arms;
    }

    private List<Company> companies(int size, boolean sharingImages) {
        Companies companies = new Companies(layout -> size, sharingImages);
        List<Company> all = new ArrayList<>();
        for (int image = 0; image < 3; image++) {
            // The last one has as many tokens as the others where pictures keep their shape, and goes on elsewhere.
            Image picture = image == 2 ? Pictures.noise(image, 56, 224) : Pictures.noise(image, 112, 112);
            for (int question = 0; question < QUESTIONS.size(); question++) {
                Conversation conversation = Conversation.raw(QUESTIONS.get(question), List.of(picture));
                companies
                        .add(new Asked(image + "-" + question, "image " + image, backbone.prompt(conversation)))
                        .ifPresent(all::add);
            }
        }
        all.addAll(companies.rest());
        return all;
    }

    private VisualFeatures features(Company company) {
        List<Image> images = company.questions().stream()
                .flatMap(question -> question.prompt().images().stream())
                .distinct()
                .toList();
        return backbone.encode(images, Set.of());
    }

    private static StageScheduler nothing(Integer... layers) {
        return new PyramidScheduler(new PyramidScheduler.Config(
                1 + layers.length,
                BigDecimal.ONE,
                Optional.of(List.of(layers)),
                Optional.of(Collections.nCopies(layers.length, BigDecimal.ZERO)),
                Rounding.INT));
    }

    private static StageScheduler single(int layer, int keep) {
        return new SingleStageScheduler(new SingleStageScheduler.Config(
                layer, new BigDecimal("0.5"), Optional.of(keep), SingleStageScheduler.Rounding.ROUND));
    }
}
