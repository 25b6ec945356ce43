// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.engine.Asked;
import dev.pdrop.engine.BatchRun;
import dev.pdrop.engine.tree.AblationTree;
import dev.pdrop.engine.tree.Companies;
import dev.pdrop.engine.tree.Company;
import dev.pdrop.engine.tree.MemoryBudget;
import dev.pdrop.engine.tree.TreeArm;
import dev.pdrop.engine.tree.TreeSketch;
import dev.pdrop.engine.tree.TreeSketch.Each;
import dev.pdrop.engine.tree.TreeSketch.Sizes;
import dev.pdrop.experiments.plan.DatasetPlan;
import dev.pdrop.experiments.plan.ExperimentPlan;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.InvalidImageException;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.VisualFeatures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;

/**
 * A short look at the first questions of a plan with its own model: how long their prompts are, whether they share
 * their images, and how fast they are answered. Keeps nothing. Used once.
 */
final class Calibration {

    /** What is looked at: a few batches, and a few seconds of a small model. */
    private static final int QUESTIONS = 64;

    private static final double SECONDS = 4;

    /** A batch that would take longer by the multiply-adds of one question is looked at with fewer pictures. */
    private static final double BATCH_SECONDS = 1;

    /** Where one picture with its questions alone would take longer, nobody waits for it. */
    private static final double TOO_LONG_SECONDS = 20;

    /**
     * What was found.
     *
     * @param sizes of a prompt, texts averaged
     * @param sharesImages whether questions about the same images begin alike
     * @param pace how fast the model is
     */
    record Found(Sizes sizes, boolean sharesImages, Pace pace) {}

    private final ExperimentPlan plan;
    private final Backbone backbone;
    private final List<TreeArm> arms;
    private final LongSupplier nanoTime;
    private final List<Asked> asked = new ArrayList<>();

    /**
     * A calibration.
     *
     * @param backbone the plan's model, borrowed
     * @param arms the plan's
     */
    Calibration(ExperimentPlan plan, Backbone backbone, List<TreeArm> arms, LongSupplier nanoTime) {
        this.plan = plan;
        this.backbone = backbone;
        this.arms = arms;
        this.nanoTime = nanoTime;
    }

    /** Looks; empty if none of the first questions can be asked. */
    Optional<Found> look() {
        new Questions(first(plan.dataset()), plan.onError(), backbone, plan.arms()).forEach(question -> {
            if (question instanceof Question.Asked one) {
                asked.add(one.forEngine());
            }
        });
        if (asked.isEmpty()) {
            return Optional.empty();
        }
        Sizes sizes = sizes();
        return Optional.of(new Found(sizes, sharesImages(sizes), pace(sizes)));
    }

    private static DatasetPlan first(DatasetPlan all) {
        int limit = Math.min(QUESTIONS, all.limit().orElse(QUESTIONS));
        return new DatasetPlan(all.source(), all.prompt(), Optional.of(limit), all.metric(), all.effective());
    }

    private Sizes sizes() {
        int visualTokens = asked.stream()
                .mapToInt(one -> one.prompt().layout().visualTokens())
                .max()
                .orElse(0);
        return new Sizes(
                visualTokens,
                mean(prompt -> prefixRows(prompt) - prompt.layout().visualTokens()),
                mean(prompt -> prompt.length() - prefixRows(prompt)));
    }

    private static int prefixRows(Prompt prompt) {
        return prompt.prefix().map(Prompt::length).orElse(0);
    }

    private int mean(ToIntFunction<Prompt> rows) {
        return (int) Math.round(
                asked.stream().map(Asked::prompt).mapToInt(rows).average().orElse(0));
    }

    /** Where no two of them are about the same images, nothing speaks against it but a prompt that ends with them. */
    private boolean sharesImages(Sizes sizes) {
        boolean any = false;
        for (int i = 1; i < asked.size(); i++) {
            any |= asked.get(i).images().equals(asked.get(i - 1).images());
        }
        return any
                ? companies(true, Integer.MAX_VALUE).stream()
                        .anyMatch(company -> !company.prefixes().isEmpty())
                : sizes.textBehind() > 0;
    }

    /** As the run gathers them, but of so many prompts at most. */
    private List<Company> companies(boolean sharing, int most) {
        MemoryBudget room = Batching.of(plan, backbone);
        Companies companies = new Companies(layout -> Math.min(most, room.prompts(layout)), sharing);
        List<Company> all = new ArrayList<>();
        asked.forEach(one -> companies.add(one).ifPresent(all::add));
        all.addAll(companies.rest());
        return all;
    }

    private Pace pace(Sizes sizes) {
        try {
            Pace.OfOneQuestion one = ofOneQuestion(sizes);
            boolean sharing = plan.engine().sharing();
            double usual = seconds(companies(sharing, Integer.MAX_VALUE).get(0), sizes, one);
            if (usual <= BATCH_SECONDS) {
                return ofBatches(companies(sharing, Integer.MAX_VALUE));
            }
            double single = seconds(companies(sharing, 1).get(0), sizes, one);
            return single > TOO_LONG_SECONDS
                    ? one
                    : ofBatches(companies(sharing, (int) Math.max(1, BATCH_SECONDS / single)));
        } catch (InvalidImageException unusable) {
            return new Pace.Unknown("one of the first pictures is of no use to the model");
        }
    }

    private double seconds(Company company, Sizes sizes, Pace.OfOneQuestion one) {
        return multiplyAdds(company, sizes) / one.multiplyAdds() * one.seconds();
    }

    /**
     * The better of two times, after one that is slow because it is the first; that one if nobody would wait for more.
     */
    private Pace.OfOneQuestion ofOneQuestion(Sizes sizes) {
        Company one = Company.apart(asked.subList(0, 1));
        List<TreeArm> first = arms.subList(0, 1);
        double seconds = answer(one, first);
        if (seconds < TOO_LONG_SECONDS / 3) {
            seconds = Math.min(answer(one, first), answer(one, first));
        }
        return new Pace.OfOneQuestion(alone(first.get(0), sizes), seconds);
    }

    private double multiplyAdds(Company company, Sizes sizes) {
        int questions = company.questions().size();
        if (!plan.engine().sharing()) {
            return questions
                    * arms.stream().mapToDouble(arm -> alone(arm, sizes)).sum();
        }
        Each first = company.prefixes().isEmpty() ? Each.QUESTION : Each.IMAGE;
        TreeSketch sketch = TreeSketch.of(plan.geometry(), arms, sizes, first);
        return company.prefixes().size() * sketch.perImage().sum()
                + questions * sketch.perQuestion().sum();
    }

    private double alone(TreeArm arm, Sizes sizes) {
        return TreeSketch.alone(plan.geometry(), arm.method(), sizes).sum();
    }

    private Pace ofBatches(List<Company> companies) {
        double fewest = Double.POSITIVE_INFINITY;
        double most = 0;
        double seconds = 0;
        int questions = 0;
        for (int i = 0; i < companies.size() && seconds < SECONDS; i++) {
            Company company = companies.get(i);
            double taken = answer(company, arms);
            double each = taken / company.questions().size();
            fewest = Math.min(fewest, each);
            most = Math.max(most, each);
            seconds += taken;
            questions += company.questions().size();
        }
        return new Pace.OfBatches(
                fewest, most, questions, seconds, companies.get(0).questions().size());
    }

    /** Seconds that it took. */
    private double answer(Company company, List<TreeArm> some) {
        long start = nanoTime.getAsLong();
        try (VisualFeatures features = Asked.encode(backbone, company.questions())) {
            int maxNewTokens = plan.decoding().maxNewTokens();
            if (plan.engine().sharing()) {
                new AblationTree(backbone, nanoTime, maxNewTokens, some)
                        .answer(company, features, (arm, group) -> true, given -> {});
            } else {
                BatchRun apart = new BatchRun(backbone, nanoTime, maxNewTokens);
                company.groups()
                        .forEach(group -> some.forEach(
                                arm -> apart.answer(arm.method(), group.questions(), features, arm.seeds())));
            }
        }
        return (nanoTime.getAsLong() - start) / 1e9;
    }
}
