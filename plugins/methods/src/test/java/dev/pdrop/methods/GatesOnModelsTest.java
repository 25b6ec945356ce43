// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.backbones.HuggingFaceBackboneFactory;
import dev.pdrop.backbones.kernels.NumberFormat;
import dev.pdrop.engine.Asked;
import dev.pdrop.engine.Method;
import dev.pdrop.engine.NamedArm;
import dev.pdrop.engine.Seeds;
import dev.pdrop.engine.gates.FidelityGates;
import dev.pdrop.engine.gates.GateResult;
import dev.pdrop.engine.gates.Outcome;
import dev.pdrop.engine.tree.Companies;
import dev.pdrop.engine.tree.Company;
import dev.pdrop.methods.controls.AveragePoolRanker;
import dev.pdrop.methods.controls.RandomRanker;
import dev.pdrop.methods.controls.UniformRanker;
import dev.pdrop.methods.fastv.FastVRanker;
import dev.pdrop.methods.fastv.SingleStageScheduler;
import dev.pdrop.methods.pyramiddrop.PyramidDropRanker;
import dev.pdrop.methods.pyramiddrop.PyramidScheduler;
import dev.pdrop.methods.pyramiddrop.Rounding;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.StageScheduler;
import dev.pdrop.spi.TokenRanker;
import dev.pdrop.testing.AssertingBackbone;
import dev.pdrop.testing.Pictures;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every method passes every exact gate on checkpoints of every family. */
class GatesOnModelsTest {

    private static final Path MODELS = Path.of("src/test/resources/parity/models");

    private static final List<String> QUESTIONS =
            List.of("<image> x y z q", "<image> what is this ?", "<image> what is that ?");

    private static final StageScheduler PYRAMID = new PyramidScheduler(new PyramidScheduler.Config(
            4,
            BigDecimal.ONE,
            Optional.of(List.of(1, 2, 3)),
            Optional.of(List.of(new BigDecimal("0.6"), new BigDecimal("0.4"), new BigDecimal("0.1"))),
            Rounding.INT));

    /**
     * A wide picture and a tall one, in one batch where a family lays them out alike; averaged to two numbers of
     * tokens, as far as their grids hold two; sharing or not what questions have in common.
     */
    @ParameterizedTest
    @CsvSource({
        "llava_gqa, 4, 1",
        "llava_next, 4, 4",
        "llava_onevision, 12, 3",
        "smolvlm, 3, 3",
        "qwen2_vl, 4, 1",
        "qwen2_5_vl, 4, 1"
    })
    void everyMethodPassesEveryGate(String model, int averaged, int fewer) {
        List<NamedArm> arms = new ArrayList<>(arms());
        for (PositionPolicy policy : PositionPolicy.values()) {
            for (int averages : new TreeSet<>(List.of(averaged, fewer))) {
                arms.add(arm(averages + " averages", new AveragePoolRanker(), single(0, averages), policy));
            }
        }
        List<Image> pictures = List.of(Pictures.noise(1, 140, 56), Pictures.noise(2, 56, 140));
        try (Backbone opened = open(model);
                Backbone backbone = new AssertingBackbone(opened)) {
            for (boolean sharing : new boolean[] {false, true}) {
                for (Company company : companies(backbone, pictures, sharing)) {
                    List<GateResult> results = new FidelityGates(backbone, sharing).check(arms, company, arm -> {});
                    assertThat(results).hasSize(6 * arms.size()).allMatch(one -> one.outcome() == Outcome.PASSED);
                }
            }
        }
    }

    /** Two pictures in one question, and none. */
    @ParameterizedTest
    @CsvSource({"llava_gqa", "llava_next", "llava_onevision", "smolvlm", "qwen2_vl", "qwen2_5_vl"})
    void questionsMayHaveTwoPicturesOrNone(String model) {
        Conversation two = Conversation.raw(
                "<image> and <image> what is that ?", List.of(Pictures.noise(3, 84, 56), Pictures.noise(4, 56, 56)));
        Conversation none = Conversation.raw("what is that ?", List.of());
        try (Backbone opened = open(model);
                Backbone backbone = new AssertingBackbone(opened)) {
            for (Conversation conversation : List.of(two, none)) {
                List<GateResult> results =
                        new FidelityGates(backbone, false).check(arms(), alone(backbone, conversation), arm -> {});
                assertThat(results).noneMatch(GateResult::failed);
            }
        }
    }

    private static Company alone(Backbone backbone, Conversation conversation) {
        return new Companies(layout -> 1, false)
                .add(new Asked("one", "pictures", backbone.prompt(conversation)))
                .orElseThrow();
    }

    private static List<Company> companies(Backbone backbone, List<Image> pictures, boolean sharing) {
        Companies companies = new Companies(layout -> 6, sharing);
        List<Company> all = new ArrayList<>();
        for (Image picture : pictures) {
            for (String question : QUESTIONS) {
                Conversation asked = Conversation.raw(question, List.of(picture));
                companies
                        .add(new Asked(picture + question, picture.toString(), backbone.prompt(asked)))
                        .ifPresent(all::add);
            }
        }
        all.addAll(companies.rest());
        return all;
    }

    private static Backbone open(String model) {
        return new HuggingFaceBackboneFactory()
                .create(new HuggingFaceBackboneFactory.Config(
                        MODELS.resolve(model), "cpu", NumberFormat.FLOAT32, "plain"));
    }

    private static List<NamedArm> arms() {
        List<NamedArm> arms = new ArrayList<>();
        for (PositionPolicy policy : PositionPolicy.values()) {
            for (PyramidDropRanker.Layer layer : PyramidDropRanker.Layer.values()) {
                TokenRanker ranker = new PyramidDropRanker(new PyramidDropRanker.Config(
                        PyramidDropRanker.Softmax.ROW,
                        Capture.Rotation.POST,
                        PyramidDropRanker.Query.LAST_PROMPT_TOKEN,
                        layer,
                        PyramidDropRanker.Heads.MEAN));
                arms.add(arm("pyramid-drop, " + layer, ranker, PYRAMID, policy));
            }
            for (FastVRanker.Query query : FastVRanker.Query.values()) {
                arms.add(arm("fastv, " + query, new FastVRanker(new FastVRanker.Config(query)), single(2, 5), policy));
            }
            arms.add(arm("random", new RandomRanker(), PYRAMID, policy));
            arms.add(arm("uniform", new UniformRanker(), single(0, 4), policy));
        }
        return arms;
    }

    private static NamedArm arm(String name, TokenRanker ranker, StageScheduler scheduler, PositionPolicy policy) {
        return new NamedArm(
                name + ", " + policy, new Method(Optional.of(ranker), scheduler, policy), new Seeds(3, name, 0));
    }

    private static StageScheduler single(int layer, int keep) {
        return new SingleStageScheduler(new SingleStageScheduler.Config(
                layer, new BigDecimal("0.5"), Optional.of(keep), SingleStageScheduler.Rounding.ROUND));
    }
}
