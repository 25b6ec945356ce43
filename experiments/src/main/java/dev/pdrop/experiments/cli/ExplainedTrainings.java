// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.cli.Explained.Block;
import dev.pdrop.experiments.train.plan.TrainingExperiment;
import dev.pdrop.experiments.train.plan.TrainingPlan;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Lays out several trainings of one file: what all arms share, set at one place, and then of each arm all the rest.
 * Read as a training file it gives the same arms.
 */
final class ExplainedTrainings {

    /** What an arm's plan says of it that the whole says otherwise. */
    private static final Set<String> OF_THE_WHOLE = Set.of("name", "output");

    private ExplainedTrainings() {}

    /** An arm for machines, with the settings that not all arms share. */
    private record Arm(String arm, List<ExplainedTraining.Stage> stages, List<Setting> settings) {}

    /** Everything for machines; {@code settings} are those that all arms share. */
    private record Explanation(String source, String name, String purpose, List<Setting> settings, List<Arm> arms) {}

    static Explained of(TrainingExperiment experiment) {
        List<Block> whole = whole(experiment);
        Set<Setting> shared = new LinkedHashSet<>(Explained.settings(whole));
        List<Block> blocks = new ArrayList<>(whole);
        List<Arm> arms = new ArrayList<>();
        for (TrainingPlan training : experiment.trainings()) {
            Block own = arm(training, shared);
            blocks.add(own);
            arms.add(new Arm(
                    training.name(),
                    training.stages().stream().map(ExplainedTraining.Stage::of).toList(),
                    own.settings()));
        }
        String title = experiment.name() + ": " + experiment.purpose();
        return new Explained(
                title,
                blocks,
                new Explanation(
                        experiment.trainings().get(0).source(),
                        experiment.name(),
                        experiment.purpose(),
                        List.copyOf(shared),
                        arms));
    }

    /** The blocks of any arm, without what others have not or set elsewhere. */
    private static List<Block> whole(TrainingExperiment experiment) {
        List<Set<Setting>> all = experiment.trainings().stream()
                .map(training -> Set.copyOf(Explained.settings(ExplainedTraining.blocks(training))))
                .toList();
        Predicate<Setting> shared = setting ->
                !OF_THE_WHOLE.contains(setting.path()) && all.stream().allMatch(settings -> settings.contains(setting));
        List<Block> blocks = new ArrayList<>();
        for (Block block : ExplainedTraining.blocks(experiment.trainings().get(0))) {
            List<Setting> settings = new ArrayList<>();
            if (block.path().isEmpty()) {
                settings.addAll(Setting.of("", experiment.settings()));
            }
            block.settings().stream().filter(shared).forEach(settings::add);
            blocks.add(new Block(block.path(), "", settings));
        }
        return blocks;
    }

    private static Block arm(TrainingPlan training, Set<Setting> shared) {
        String path = Setting.join("arms", training.name());
        List<Setting> own = Explained.settings(ExplainedTraining.blocks(training)).stream()
                .filter(setting -> !shared.contains(setting) && !OF_THE_WHOLE.contains(setting.path()))
                .map(setting -> setting.below(path))
                .toList();
        String holds = training.stages().stream()
                .filter(stage -> stage.reduction().isPresent())
                .map(stage -> stage.kind().label() + ", " + ExplainedTraining.holds(stage))
                .collect(Collectors.joining("; "));
        return new Block(path, holds.isEmpty() ? "no reduction" : holds, own);
    }
}
