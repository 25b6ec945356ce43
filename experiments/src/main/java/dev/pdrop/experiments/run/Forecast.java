// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.engine.InputTransform;
import dev.pdrop.engine.cost.FullConvention.Terms;
import dev.pdrop.engine.tree.TreeArm;
import dev.pdrop.engine.tree.TreeSketch;
import dev.pdrop.engine.tree.TreeSketch.Each;
import dev.pdrop.engine.tree.TreeSketch.Sizes;
import dev.pdrop.experiments.plan.ArmPlan;
import dev.pdrop.experiments.plan.ExperimentPlan;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.InvalidModelException;
import dev.pdrop.spi.PdropException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * What a run will do, what that costs, and how long it may take.
 *
 * @param families how questions gather about images
 * @param tree what the arms that are shown the questions as they are do together for one image, or for one question
 *     where no image is asked about twice
 * @param sizes of a prompt; without any text where no model was opened
 * @param shared multiply-adds of all questions under all arms, in the tree
 * @param separate the same with every arm and question by itself, images encoded anew for each
 * @param time how long the run may take
 */
public record Forecast(Families families, TreeSketch tree, Sizes sizes, Terms shared, Terms separate, Time time) {

    /**
     * How long the model will be busy.
     *
     * @param seconds from the least to the most expected; empty if that is not known
     * @param basis what it was told from, or why it is not known: one clause
     */
    public record Time(Optional<Range> seconds, String basis) {}

    /** From the least to the most, in seconds. */
    public record Range(double low, double high) {}

    /**
     * Looks ahead without opening the model: texts and time stay unknown.
     *
     * @param why the time is not known, one clause
     * @throws PdropException if the data set cannot be read
     */
    public static Forecast unmeasured(ExperimentPlan plan, String why) {
        Sizes usual = new Sizes(plan.geometry().vision().visualTokens(), 0, 0);
        return of(plan, new Calibration.Found(usual, true, new Pace.Unknown(why)));
    }

    /**
     * Looks ahead, and opens the model for a few seconds if its files are there.
     *
     * @throws PdropException if the data set cannot be read
     */
    public static Forecast measured(ExperimentPlan plan, LongSupplier nanoTime) {
        Backbone backbone;
        try {
            backbone = plan.backbone().create();
        } catch (InvalidModelException absent) {
            return unmeasured(plan, String.valueOf(absent.getMessage()));
        }
        try (backbone) {
            return new Calibration(plan, backbone, arms(plan), nanoTime)
                    .look()
                    .map(found -> of(plan, found))
                    .orElseGet(() -> unmeasured(plan, "none of the first questions can be asked"));
        }
    }

    private static Forecast of(ExperimentPlan plan, Calibration.Found found) {
        Families families = Families.of(plan.dataset(), plan.onError());
        Shown drawn = Shown.of(plan, input(plan), found, families);
        Shown all = inputs(plan)
                .filter(input -> !input.equals(input(plan)))
                .map(input -> Shown.of(plan, input, found, families))
                .reduce(drawn, Shown::plus);
        return new Forecast(
                families,
                drawn.tree(),
                found.sizes(),
                all.shared(),
                all.separate(),
                time(found.pace(), families.questions(), all.asPlanned(plan), drawn.asPlanned(plan)));
    }

    /**
     * What the arms do to which one thing is shown.
     *
     * @param tree for one image, or for one question where no image is asked about twice
     * @param shared multiply-adds of all questions under these arms, in the tree
     * @param separate the same with every arm and question by itself
     */
    private record Shown(TreeSketch tree, Terms shared, Terms separate) {

        static Shown of(ExperimentPlan plan, InputTransform input, Calibration.Found found, Families families) {
            List<TreeArm> arms = arms(plan, input);
            Sizes sizes = sizes(input, found.sizes());
            Families gathered = input.equals(InputTransform.BLANK_IMAGE) ? families.aboutOneImage() : families;
            TreeSketch alone = TreeSketch.of(plan.geometry(), arms, sizes, Each.QUESTION);
            TreeSketch together = found.sharesImages() && input.showsPicture()
                    ? TreeSketch.of(plan.geometry(), arms, sizes, Each.IMAGE)
                    : alone;
            boolean several = gathered.bySize().keySet().stream().anyMatch(size -> size > 1);
            Terms shared = Terms.none();
            for (Map.Entry<Integer, Long> family : gathered.bySize().entrySet()) {
                TreeSketch sketch = family.getKey() > 1 ? together : alone;
                shared = shared.plus(sketch.perImage().times((double) family.getValue()))
                        .plus(sketch.perQuestion().times((double) family.getValue() * family.getKey()));
            }
            Terms separate = arms.stream()
                    .map(arm -> TreeSketch.alone(plan.geometry(), arm.method(), sizes))
                    .reduce(Terms.none(), Terms::plus)
                    .times((double) families.questions());
            return new Shown(several ? together : alone, shared, separate);
        }

        /** Without a picture the words of a prompt are all there is of it. */
        private static Sizes sizes(InputTransform input, Sizes usual) {
            return input.showsPicture() ? usual : new Sizes(0, 0, usual.textBefore() + usual.textBehind());
        }

        /** The cost of both, drawn as this one. */
        Shown plus(Shown other) {
            return new Shown(tree, shared.plus(other.shared), separate.plus(other.separate));
        }

        double asPlanned(ExperimentPlan plan) {
            return (plan.engine().sharing() ? shared : separate).sum();
        }
    }

    private static Time time(Pace pace, long questions, double multiplyAdds, double ofTheTree) {
        if (pace instanceof Pace.OfBatches batches) {
            double others = multiplyAdds / ofTheTree;
            return new Time(
                    Optional.of(new Range(batches.fewest() * questions * others, batches.most() * questions * others)),
                    String.format(
                            Locale.ROOT,
                            "by the first %d questions under the arms of the tree, answered %d at a time in %.1f s%s",
                            batches.questions(),
                            batches.together(),
                            batches.seconds(),
                            others > 1 ? ", and the multiply-adds of the others" : ""));
        }
        if (pace instanceof Pace.OfOneQuestion one) {
            double seconds = multiplyAdds / one.multiplyAdds() * one.seconds();
            return new Time(
                    Optional.of(new Range(seconds, seconds)),
                    String.format(
                            Locale.ROOT,
                            "by one question under the first arm, answered in %.1f s, and the multiply-adds of the"
                                    + " whole",
                            one.seconds()));
        }
        return new Time(Optional.empty(), ((Pace.Unknown) pace).why());
    }

    /** What the arms of the tree are called, each replicate by itself. */
    public static List<String> labels(ExperimentPlan plan) {
        return together(plan, input(plan)).stream().map(ArmReplicate::label).toList();
    }

    /** Arms that are shown something else: their cost is counted, and they are not in the tree. */
    public static List<ArmPlan> apart(ExperimentPlan plan) {
        return plan.arms().stream()
                .filter(arm -> !arm.input().equals(input(plan)))
                .toList();
    }

    private static Stream<InputTransform> inputs(ExperimentPlan plan) {
        return plan.arms().stream().map(ArmPlan::input).distinct().sorted();
    }

    /** What is shown to the arms of the tree: the questions as they are or, if nobody sees them so, something else. */
    private static InputTransform input(ExperimentPlan plan) {
        return inputs(plan).findFirst().orElse(InputTransform.ORIGINAL);
    }

    /** The arms of the tree, as the engine takes them. */
    private static List<TreeArm> arms(ExperimentPlan plan) {
        return arms(plan, input(plan));
    }

    private static List<TreeArm> arms(ExperimentPlan plan, InputTransform input) {
        return together(plan, input).stream()
                .map(one -> one.forEngine(plan.seed()))
                .toList();
    }

    private static List<ArmReplicate> together(ExperimentPlan plan, InputTransform input) {
        return plan.arms().stream()
                .filter(arm -> arm.input().equals(input))
                .flatMap(arm -> ArmReplicate.of(arm).stream())
                .toList();
    }
}
