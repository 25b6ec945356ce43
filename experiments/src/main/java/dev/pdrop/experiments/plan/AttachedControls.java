// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValueFactory;
import dev.pdrop.engine.InputTransform;
import dev.pdrop.engine.Method;
import dev.pdrop.engine.ReversedRanker;
import dev.pdrop.experiments.config.ConfigProblems;
import dev.pdrop.spi.TokenGrid;
import dev.pdrop.spi.TokenRanker;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * Adds to the arms of an experiment the ones that they are to be compared with.
 *
 * <p>A control on the schedule of an arm takes over its scheduler, position policy and what becomes of newlines, so
 * that it keeps as many tokens at the same layers; arms with one schedule share it. A control that is declared by hand,
 * its method and input being the same, is not added a second time. An arm that ranks at random, uniformly or by
 * averaging is a control itself and has none.
 *
 * <p>Mutable; used once.
 */
final class AttachedControls {

    /** One draw would say little of what chance does. */
    private static final int RANDOM_REPLICATES = 5;

    /** In the settings of an arm whose ranker is turned round. */
    private static final String REVERSED = "reversed";

    private final ControlSetting setting;
    private final UnopenedModel model;
    private final MethodResolver methods;
    private final GroupReferences references;
    private final ConfigProblems problems;
    private final List<ArmPlan> declared;
    private final List<ArmPlan> arms;
    private final List<Controls.ControlArm> serving = new ArrayList<>();
    private final List<Controls.LeftOut> leftOut = new ArrayList<>();

    /**
     * The arms with their controls.
     *
     * @param arms the declared ones, and behind them the attached ones
     * @param controls what serves as what
     */
    record Attached(List<ArmPlan> arms, Controls controls) {}

    AttachedControls(
            ControlSetting setting,
            List<ArmPlan> declared,
            UnopenedModel model,
            MethodResolver methods,
            GroupReferences references,
            ConfigProblems problems) {
        this.setting = setting;
        this.declared = declared;
        this.model = model;
        this.methods = methods;
        this.references = references;
        this.problems = problems;
        this.arms = new ArrayList<>(declared);
    }

    /** Attaches them; what cannot be had for this model is left out by name. */
    Attached attach() {
        for (ControlKind kind : setting.kinds()) {
            switch (kind) {
                case FULL -> undropped(kind, InputTransform.ORIGINAL);
                case RANDOM -> blind(kind, RANDOM_REPLICATES);
                case UNIFORM -> blind(kind, 1);
                case BOTTOM_K -> reversed();
                case POOL -> pooled();
                case DOWNSAMPLE -> downSampled();
                case TEXT_ONLY -> undropped(kind, InputTransform.TEXT_ONLY);
                case BLANK_IMAGE -> undropped(kind, InputTransform.BLANK_IMAGE);
            }
        }
        return new Attached(List.copyOf(arms), new Controls(setting.text(), serving, leftOut));
    }

    /** Of all arms: nothing is dropped. */
    private void undropped(ControlKind kind, InputTransform input) {
        bound(kind.label(), Map.of()).ifPresent(plan -> {
            ArmPlan control = plan.with(input, 1);
            ArmPlan arm = serve(control, one -> seesAlike(one, control));
            serving.add(new Controls.ControlArm(kind.label(), arm.name(), List.of(), !isDeclared(arm)));
        });
    }

    /** On the schedules of the arms that rank: by what does not look at the model. */
    private void blind(ControlKind kind, int replicates) {
        if (controlled().isEmpty()) {
            return;
        }
        bound(kind.label(), Map.of(MethodResolver.RANKER, Map.of("use", kind.label())))
                .ifPresent(plan -> each(
                        kind,
                        AttachedControls::isSame,
                        arm -> Optional.of(new ArmPlan(
                                nameOf(kind, arm),
                                methodOf(arm, plan.method().ranker().orElseThrow()),
                                plan.ranker(),
                                arm.schedule(),
                                InputTransform.ORIGINAL,
                                replicates,
                                arm.config()
                                        .withValue(
                                                MethodResolver.RANKER,
                                                plan.config().getValue(MethodResolver.RANKER)),
                                setting.location()))));
    }

    private void reversed() {
        each(ControlKind.BOTTOM_K, AttachedControls::isSame, this::reversed);
    }

    private Optional<ArmPlan> reversed(ArmPlan arm) {
        TokenRanker ranker = arm.ranking().orElseThrow();
        if (!ranker.givesScores()) {
            leftOut.add(new Controls.LeftOut(
                    ControlKind.BOTTOM_K.label(),
                    "the ranker " + arm.ranker() + " of " + arm.name()
                            + " chooses tokens itself, so that it gives no order to turn round"));
            return Optional.empty();
        }
        return Optional.of(new ArmPlan(
                nameOf(ControlKind.BOTTOM_K, arm),
                methodOf(arm, new ReversedRanker(ranker)),
                arm.ranker() + " " + REVERSED,
                arm.schedule(),
                InputTransform.ORIGINAL,
                1,
                arm.config().withValue(REVERSED, ConfigValueFactory.fromAnyRef(true, "controls")),
                setting.location()));
    }

    /** To about as many tokens as the layers of the arm have on average, from the first layer on. */
    private void pooled() {
        Optional<TokenGrid> whole = model.grid();
        if (whole.isEmpty()) {
            leaveOut(ControlKind.POOL, "this model's images have no one grid of visual tokens to average");
            return;
        }
        each(ControlKind.POOL, this::poolsAlike, arm -> pooled(whole.get(), arm));
    }

    private Optional<ArmPlan> pooled(TokenGrid whole, ArmPlan arm) {
        Pooling pooling = Pooling.of(whole, arm, model.geometry());
        if (pooling.changesNothing()) {
            leftOut.add(new Controls.LeftOut(ControlKind.POOL.label(), pooling.reason(arm.name())));
            return Optional.empty();
        }
        int visualTokens = model.geometry().vision().visualTokens();
        return bound(nameOf(ControlKind.POOL, arm), pooling.method(visualTokens))
                .map(plan -> plan.with(pooling.describe()));
    }

    /** To a picture of about as many tokens as the layers of the arm have on average. */
    private void downSampled() {
        if (!model.seesLowerResolutions()) {
            leaveOut(
                    ControlKind.DOWNSAMPLE,
                    "this model's vision tower has a fixed resolution, so that a smaller image would become as many"
                            + " visual tokens");
            return;
        }
        each(ControlKind.DOWNSAMPLE, this::seesAlike, this::downSampled);
    }

    private Optional<ArmPlan> downSampled(ArmPlan arm) {
        Downsampling smaller = Downsampling.of(arm, model.geometry());
        OptionalInt becomes = model.visualTokens(smaller.scale());
        if (becomes.isPresent()
                && !smaller.isMetBy(
                        becomes.getAsInt(), model.geometry().vision().visualTokens())) {
            leftOut.add(new Controls.LeftOut(
                    ControlKind.DOWNSAMPLE.label(), smaller.reason(arm.name(), becomes.getAsInt())));
            return Optional.empty();
        }
        return bound(nameOf(ControlKind.DOWNSAMPLE, arm), Map.of())
                .map(plan -> plan.with(smaller.input(), 1).with(smaller.describe()));
    }

    /** Nothing dropped of the same input. */
    private boolean seesAlike(ArmPlan one, ArmPlan other) {
        return one.input().equals(other.input())
                && one.planned(model.geometry()).stages().isEmpty()
                && other.planned(model.geometry()).stages().isEmpty();
    }

    /** However the count was written down. */
    private boolean poolsAlike(ArmPlan one, ArmPlan other) {
        return one.ranker().equals(other.ranker())
                && one.input().equals(other.input())
                && one.method().positions() == other.method().positions()
                && one.planned(model.geometry()).equals(other.planned(model.geometry()));
    }

    /** Makes the control of an arm, or none. */
    private interface ControlOf {
        Optional<ArmPlan> of(ArmPlan arm);
    }

    private void each(ControlKind kind, BiPredicate<ArmPlan, ArmPlan> same, ControlOf control) {
        Map<ArmPlan, List<String>> controlledBy = new LinkedHashMap<>();
        for (ArmPlan arm : controlled()) {
            control.of(arm).ifPresent(made -> {
                ArmPlan served = serve(made, one -> same.test(one, made));
                controlledBy
                        .computeIfAbsent(served, unused -> new ArrayList<>())
                        .add(arm.name());
            });
        }
        controlledBy.forEach(
                (arm, of) -> serving.add(new Controls.ControlArm(kind.label(), arm.name(), of, !isDeclared(arm))));
    }

    /** The first arm that serves already, or the control, which is an arm from now on. */
    private ArmPlan serve(ArmPlan control, Predicate<ArmPlan> serves) {
        Optional<ArmPlan> present = arms.stream().filter(serves).findFirst();
        if (present.isPresent()) {
            return present.get();
        }
        declared.stream()
                .filter(one -> one.name().equals(control.name()))
                .forEach(
                        one -> problems.add(
                                one.location(),
                                ArmSource.pathOf(one.name()),
                                "expected a name that no attached control has, found '" + one.name()
                                        + "' for an arm that is another one; give the arm another name, or set controls = none"));
        arms.add(control);
        return control;
    }

    private boolean isDeclared(ArmPlan arm) {
        return declared.contains(arm);
    }

    /** The description too: a budget may come to something else for another ranker. */
    private static boolean isSame(ArmPlan one, ArmPlan other) {
        return one.config().equals(other.config()) && one.schedule().equals(other.schedule());
    }

    /** The declared arms that choose which tokens stay, by what the model computes. */
    private List<ArmPlan> controlled() {
        return declared.stream().filter(arm -> arm.ranks(model.geometry())).toList();
    }

    private void leaveOut(ControlKind kind, String reason) {
        if (!controlled().isEmpty()) {
            leftOut.add(new Controls.LeftOut(kind.label(), reason));
        }
    }

    private static String nameOf(ControlKind kind, ArmPlan arm) {
        return kind.label() + " of " + arm.name();
    }

    /** Image newlines stay in the control if they stay in the arm. */
    private static Method methodOf(ArmPlan arm, TokenRanker ranker) {
        return new Method(
                Optional.of(arm.newlines().with(ranker)),
                arm.method().scheduler(),
                arm.method().positions());
    }

    /** A method that drops nothing, with what is given beside. */
    private Optional<ArmPlan> bound(String name, Map<String, Object> beside) {
        ConfigObject block = ConfigFactory.parseMap(
                        Map.of(MethodResolver.SCHEDULE, Map.of("use", "none"), MethodResolver.POSITIONS, "original"),
                        "controls")
                .root();
        for (Map.Entry<String, Object> one : beside.entrySet()) {
            block = block.withValue(one.getKey(), ConfigValueFactory.fromAnyRef(one.getValue(), "controls"));
        }
        return methods.bind(
                new ArmSource(name, ControlSetting.KEY, block, setting.location()),
                references,
                OtherArms.none(),
                problems);
    }
}
