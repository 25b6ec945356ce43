// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.api;

import com.google.inject.Injector;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import dev.pdrop.experiments.config.InvalidConfigException;
import dev.pdrop.experiments.config.NearestName;
import dev.pdrop.experiments.config.SourceLocation;
import dev.pdrop.experiments.plan.ArmPlan;
import dev.pdrop.experiments.plan.ExperimentPlan;
import dev.pdrop.experiments.plan.ExperimentReader;
import dev.pdrop.experiments.plan.ModelReader;
import dev.pdrop.experiments.plugin.GivenRanker;
import dev.pdrop.experiments.report.Report;
import dev.pdrop.experiments.run.HeldRun;
import dev.pdrop.experiments.run.RunListeners;
import dev.pdrop.experiments.run.RunModule;
import dev.pdrop.experiments.run.Runner;
import dev.pdrop.experiments.run.Software;
import dev.pdrop.experiments.run.StoredRun;
import dev.pdrop.experiments.toolkit.Toolkit;
import dev.pdrop.experiments.tracking.Tracking;
import dev.pdrop.experiments.tracking.TrackingChoice;
import dev.pdrop.spi.TokenRanker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An experiment file with settings of a program laid over it. Immutable: each change is another experiment. Shown as
 * the list of its arms.
 */
public final class Experiment implements Shown {

    private final Toolkit toolkit;
    private final String file;
    private final List<String> overrides;

    private Experiment(Toolkit toolkit, String file, List<String> overrides) {
        this.toolkit = toolkit;
        this.file = file;
        this.overrides = List.copyOf(overrides);
    }

    static Experiment of(Toolkit toolkit, String file, Optional<String> model) {
        Experiment experiment = new Experiment(toolkit, file, List.of());
        if (model.isEmpty()) {
            return experiment;
        }
        String named = model.get();
        return experiment.and(List.of("backbone="
                + (ModelReader.isFolder(named)
                        ? ModelReader.folder(Path.of(named)).render(ConfigRenderOptions.concise())
                        : SettingValue.text(named))));
    }

    /**
     * The same with another value of a setting or, for several values, with an arm for each of them in place of one.
     *
     * @param setting of the experiment, such as {@code dataset.limit}; or of arms: {@code pyramid-drop.schedule.lambda}
     *     of one, and {@code lambda} of every arm whose schedule or ranker has it
     * @param values numbers, texts, truth values, or lists of such; at least one, and one only for a setting of the
     *     experiment
     * @throws InvalidConfigException if there is no such setting, or several values are given to one of the experiment
     */
    public Experiment with(String setting, Object... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("a setting must have at least one value, " + setting + " had none");
        }
        return and(SettingPaths.of(toolkit.groups(), file, overrides, plan()).overrides(setting, List.of(values)));
    }

    /**
     * The same with one arm more: an arm that is there, with a ranker of the program in place of its own. Where
     * controls are attached, the new arm gets its own.
     *
     * @param name of the new arm and of its ranker: letters, digits and single {@code -} between them
     * @param ranker what ranks
     * @param like name of the arm whose schedule and positions it shares
     * @throws InvalidConfigException if there is no such arm
     */
    public Experiment arm(String name, TokenRanker ranker, String like) {
        ExperimentPlan plan = plan();
        ArmPlan model = plan.arms().stream()
                .filter(arm -> arm.name().equals(like))
                .findFirst()
                .orElseThrow(() -> unknownArm(like, plan));
        ConfigObject block = model.config().root().withoutKey("ranker");
        Experiment wider = new Experiment(toolkit.with(new GivenRanker(ranker).named(name)), file, overrides);
        return wider.and(List.of("arms." + ConfigUtil.quoteString(name) + "=" + SettingValue.block(block, name)));
    }

    /**
     * The experiment, read and checked.
     *
     * @throws dev.pdrop.spi.PdropException with everything that is wrong
     */
    public ExperimentPlan plan() {
        return plan(injector());
    }

    /**
     * Runs it, or continues it where it was interrupted; an experiment that was run before is read and not run again.
     * Nothing is shown meanwhile.
     *
     * @throws dev.pdrop.spi.PdropException if it cannot go on; what was answered until then is kept
     */
    public Run run() {
        return run(unseen -> {});
    }

    /**
     * The same, showing how far it is.
     *
     * @param screen is given a new picture of the progress now and then, and one at the end
     */
    public Run run(Consumer<Shown> screen) {
        Injector injector = injector();
        ExperimentPlan plan = plan(injector);
        Progress progress = new Progress(screen, plan.asked(), System::nanoTime);
        // Held until tracking is over, so that nobody else sends the run meanwhile.
        try (HeldRun held = injector.getInstance(Runner.class).holdWithinLimit(plan, false);
                Tracking tracking = new TrackingChoice(toolkit.environment()).begin(plan, progress)) {
            Runner.Finished finished = held.run(new RunListeners(progress, tracking));
            StoredRun stored = StoredRun.read(finished.folder());
            Report.write(stored);
            tracking.complete();
            return new Run(stored);
        }
    }

    @Override
    public String content() {
        return arms().content();
    }

    @Override
    public String toString() {
        return arms().toString();
    }

    private Shown arms() {
        ExperimentPlan plan = plan();
        return Grid.of(
                plan.name() + ": " + plan.question(),
                List.of("arm", "ranker", "schedule", "asks each question"),
                3,
                plan.arms().stream()
                        .map(arm -> List.of(
                                arm.name(),
                                arm.ranker(),
                                arm.schedule(),
                                arm.replicates() == 1 ? "once" : arm.replicates() + " times"))
                        .toList());
    }

    private Experiment and(List<String> more) {
        List<String> all = new ArrayList<>(overrides);
        all.addAll(more);
        return new Experiment(toolkit, file, all);
    }

    private Injector injector() {
        return toolkit.injector(new RunModule(Software.installed()));
    }

    private ExperimentPlan plan(Injector injector) {
        return injector.getInstance(ExperimentReader.class).read(file, overrides);
    }

    private static InvalidConfigException unknownArm(String name, ExperimentPlan plan) {
        return new InvalidConfigException(
                new SourceLocation(plan.source(), 0),
                "arms",
                "unknown arm '" + name + "'; "
                        + NearestName.hint(
                                name, plan.arms().stream().map(ArmPlan::name).toList(), "known arms"));
    }
}
