// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.plan;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValueType;
import dev.pdrop.experiments.config.BoundRecord;
import dev.pdrop.experiments.config.ConfigBlock;
import dev.pdrop.experiments.config.ConfigProblems;
import dev.pdrop.experiments.config.Overlay;
import dev.pdrop.experiments.config.RecordBinder;
import dev.pdrop.experiments.config.SourceLocation;
import dev.pdrop.experiments.plan.ArmPlan;
import dev.pdrop.experiments.plan.DatasetPlan;
import dev.pdrop.experiments.plan.MethodResolver;
import dev.pdrop.experiments.plugin.PluginBlock;
import dev.pdrop.experiments.plugin.PluginBlocks;
import dev.pdrop.experiments.train.data.PatchWeights;
import dev.pdrop.experiments.train.data.Turns;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.Dataset;
import dev.pdrop.spi.ModelStarter;
import dev.pdrop.spi.PdropException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Puts a plan together from resolved configuration, going on after a problem so that all are found. */
final class TrainingAssembly {

    private static final String MODEL = "model";
    private static final String BACKBONE = "backbone";
    private static final String DATASET = "dataset";
    private static final String VALIDATION = "validation";
    private static final String TEST = "test";
    private static final String STAGES = "stages";
    private static final String REDUCTION = "reduction";
    private static final String CURRICULUM = "curriculum";
    private static final String PROMPT = "prompt";

    private final PluginBlocks blocks;
    private final MethodResolver methods;
    private final DataSets datasets;
    private final ConfigProblems problems;
    private final Map<StageKind, ArmPlan> reductions = new EnumMap<>(StageKind.class);
    private Optional<ConfigBlock> dataset = Optional.empty();
    private Config effective = ConfigFactory.empty();

    TrainingAssembly(PluginBlocks blocks, MethodResolver methods, ConfigProblems problems) {
        this.blocks = blocks;
        this.methods = methods;
        this.datasets = new DataSets(blocks, problems);
        this.problems = problems;
    }

    TrainingPlan assemble(String source, ConfigBlock whole) {
        Optional<BoundRecord<TrainingSettings>> settings = RecordBinder.bind(TrainingSettings.class, whole, problems);
        Optional<PluginBlock<?, ModelStarter>> model =
                block(whole, MODEL).flatMap(block -> blocks.modelStarter(block, problems));
        dataset = block(whole, DATASET);
        Optional<PluginBlock<?, Dataset>> learnt = dataset(whole, DATASET);
        Optional<PluginBlock<?, Dataset>> validation = dataset(whole, VALIDATION);
        Optional<PluginBlock<?, Dataset>> test = dataset(whole, TEST);
        effective = settings.map(bound -> bound.effective().toConfig()).orElse(effective);
        settings(MODEL, model);
        settings(DATASET, learnt);
        settings(VALIDATION, validation);
        settings(TEST, test);
        reductions(whole);
        List<StagePlan> stages =
                settings.map(bound -> stages(bound.value(), whole, learnt)).orElseGet(List::of);
        settings.ifPresent(bound -> expectImageFirst(bound.value().prompt(), stages, whole));
        problems.throwIfAny();
        TrainingSettings values = settings.orElseThrow().value();
        return new TrainingPlan(
                source,
                values.name(),
                values.purpose(),
                values.seed(),
                values.threads(),
                values.dataThreads(),
                model.orElseThrow(),
                block(whole, BACKBONE).orElseThrow(),
                values.prompt(),
                learnt.orElseThrow(),
                validation.orElseThrow(),
                test.orElseThrow(),
                stages,
                values.divergence(),
                values.format(),
                values.logEvery(),
                values.output().resolve(values.name()),
                values.tracking(),
                effective,
                contents(learnt.orElseThrow(), validation.orElseThrow(), test.orElseThrow(), stages));
    }

    private static Map<String, String> contents(
            PluginBlock<?, Dataset> learnt,
            PluginBlock<?, Dataset> validation,
            PluginBlock<?, Dataset> test,
            List<StagePlan> stages) {
        Map<String, PluginBlock<?, Dataset>> all = new LinkedHashMap<>();
        all.put(DATASET, learnt);
        all.put(VALIDATION, validation);
        all.put(TEST, test);
        for (StagePlan stage : stages) {
            List<StagePlan.Phase> phases = stage.phases();
            for (int index = 0; index < phases.size() - 1; index++) {
                String path = STAGES + "." + stage.kind().label() + "." + CURRICULUM + "[" + index + "]." + DATASET;
                all.put(path, phases.get(index).dataset());
            }
        }
        Map<String, String> contents = new LinkedHashMap<>();
        all.forEach((path, dataset) -> hash(dataset).ifPresent(hash -> contents.put(path, hash)));
        return contents;
    }

    /** A file that cannot be read is no obstacle to showing what is finished; who needs it says what is wrong. */
    private static Optional<String> hash(PluginBlock<?, Dataset> dataset) {
        try {
            return dataset.create().contents();
        } catch (PdropException e) {
            return Optional.empty();
        }
    }

    private static Optional<ConfigBlock> block(ConfigBlock whole, String key) {
        return Overlay.object(whole.object(), key).map(inner -> ConfigBlock.of(inner, whole.pathOf(key)));
    }

    private Optional<PluginBlock<?, Dataset>> dataset(ConfigBlock whole, String key) {
        return block(whole, key).flatMap(datasets::bind);
    }

    /** A block with the defaults of its plugin. */
    private void settings(String path, Optional<? extends PluginBlock<?, ?>> block) {
        block.ifPresent(
                bound -> effective = effective.withValue(path, bound.effective().root()));
    }

    private List<StagePlan> stages(
            TrainingSettings settings, ConfigBlock whole, Optional<PluginBlock<?, Dataset>> learnt) {
        ConfigBlock block = block(whole, STAGES).orElseThrow();
        List<StagePlan> stages = new ArrayList<>();
        TrainingSettings.Stages all = settings.stages();
        add(StageKind.TOWER, all.tower(), block, learnt, stages);
        add(StageKind.ALIGNMENT, all.alignment(), block, learnt, stages);
        add(StageKind.GROUNDING, all.grounding(), block, learnt, stages);
        add(StageKind.TUNING, all.tuning(), block, learnt, stages);
        return stages;
    }

    private void add(
            StageKind kind,
            Optional<StageSettings> settings,
            ConfigBlock stages,
            Optional<PluginBlock<?, Dataset>> learnt,
            List<StagePlan> plans) {
        if (settings.isEmpty()) {
            return;
        }
        StageSettings values = settings.get();
        ConfigBlock block = block(stages, kind.label()).orElseThrow();
        List<StagePlan.Phase> phases = phases(values, block);
        learnt.ifPresent(last -> phases.add(new StagePlan.Phase(1, last)));
        if (kind == StageKind.TOWER) {
            expectNothing(block, "linear-properties", "since the stage tower reads everything by a linear map");
        }
        if (!kind.answers()) {
            onlyLessons(block, "questions-per-image");
            onlyLessons(block, "turns");
            onlyLessons(block, "alignment");
            onlyLessons(block, "tower");
            onlyLessons(block, "linear-from");
            onlyLessons(block, REDUCTION);
        }
        if (phases.isEmpty()) {
            return;
        }
        plans.add(new StagePlan(
                kind,
                values.budget(),
                values.batchSize(),
                values.questionsPerImage().orElse(Integer.MAX_VALUE),
                values.turns().orElse(Turns.APART),
                EnumSet.copyOf(values.learn()),
                values.properties(),
                values.linearProperties().orElse(List.of()),
                values.linearFrom().orElse(0.0),
                new PatchWeights(values.foreground(), values.background()),
                values.alignment().orElse(0.0),
                values.tower().orElse(0.0),
                phases,
                Optional.ofNullable(reductions.get(kind)),
                values.optimiser(),
                values.evaluateEvery(),
                values.checkpointEvery()));
    }

    /** Questions that share a sequence have everything up to the end of the image in common. */
    private void expectImageFirst(String prompt, List<StagePlan> stages, ConfigBlock whole) {
        boolean several = stages.stream().anyMatch(stage -> stage.kind().answers() && stage.questions() > 1);
        if (several && prompt.indexOf(DatasetPlan.QUESTION) < prompt.lastIndexOf(Conversation.IMAGE)) {
            problems.add(
                    SourceLocation.of(
                            Objects.requireNonNull(whole.object().get(PROMPT)).origin()),
                    whole.pathOf(PROMPT),
                    "expected " + Conversation.IMAGE + " before " + DatasetPlan.QUESTION
                            + ", so that several questions about an image can share it, found '" + prompt
                            + "'; turn them round, or set questions-per-image = 1");
        }
    }

    private void onlyLessons(ConfigBlock block, String key) {
        expectNothing(block, key, "since only the stages grounding and tuning teach answers");
    }

    private void expectNothing(ConfigBlock block, String key, String why) {
        Optional.ofNullable(block.object().get(key))
                .filter(value -> value.valueType() != ConfigValueType.NULL)
                .ifPresent(value -> problems.add(
                        SourceLocation.of(value.origin()),
                        block.pathOf(key),
                        "expected nothing, " + why + ", found a value; remove it"));
    }

    private List<StagePlan.Phase> phases(StageSettings settings, ConfigBlock block) {
        List<StagePlan.Phase> phases = new ArrayList<>();
        List<StageSettings.PhaseSettings> curriculum = settings.curriculum().orElse(List.of());
        for (int index = 0; index < curriculum.size() && dataset.isPresent(); index++) {
            String path = block.pathOf(CURRICULUM) + "[" + index + "]." + DATASET;
            ConfigObject own = curriculum.get(index).dataset().root();
            ConfigBlock merged = new ConfigBlock(
                    Overlay.over(own, dataset.get().object()),
                    path,
                    dataset.get().location(),
                    List.of());
            double until = curriculum.get(index).until();
            datasets.bind(merged).ifPresent(bound -> phases.add(new StagePlan.Phase(until, bound)));
        }
        return phases;
    }

    /** Of every stage, whatever else is wrong with it. */
    private void reductions(ConfigBlock whole) {
        for (StageKind kind : StageKind.values()) {
            block(whole, STAGES)
                    .flatMap(stages -> block(stages, kind.label()))
                    .flatMap(stage -> block(stage, REDUCTION))
                    .flatMap(block -> methods.bind(REDUCTION, block.path(), open(block.object()), problems))
                    .ifPresent(bound -> {
                        reductions.put(kind, bound);
                        effective = effective.withValue(
                                STAGES + "." + kind.label() + "." + REDUCTION,
                                bound.config().root());
                    });
        }
    }

    /** A block that was laid over null takes nothing from below it any more; the same without that memory. */
    private static ConfigObject open(ConfigObject block) {
        ConfigObject open = ConfigFactory.empty().root().withOrigin(block.origin());
        for (String key : block.keySet()) {
            open = open.withValue(key, Overlay.value(block, key));
        }
        return open;
    }
}
