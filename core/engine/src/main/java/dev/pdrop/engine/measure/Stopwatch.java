// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.measure;

import dev.pdrop.engine.Asked;
import dev.pdrop.engine.Method;
import dev.pdrop.engine.NamedArm;
import dev.pdrop.engine.Seeds;
import dev.pdrop.engine.cost.FullConvention;
import dev.pdrop.engine.cost.Workload;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Layout;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Measures arms, one question at a time and sharing nothing.
 *
 * <p>In each round every arm has its turn, in an order that is rotated from round to round, so that what disturbs a
 * machine for a while disturbs all of them. The unreduced model has its turn like an arm, and repeats more behind them
 * all.
 */
public final class Stopwatch {

    private final Backbone backbone;
    private final LongSupplier nanoTime;
    private final MemoryGauge memory;
    private final int steps;

    /**
     * A stopwatch.
     *
     * @param backbone the model, borrowed
     * @param nanoTime the clock
     * @param memory tells what the process needs
     * @param steps decoding steps of each pass, at least 1
     */
    public Stopwatch(Backbone backbone, LongSupplier nanoTime, MemoryGauge memory, int steps) {
        this.backbone = backbone;
        this.nanoTime = nanoTime;
        this.memory = memory;
        this.steps = steps;
    }

    /** The passes of one arm that count. */
    private static final class Passes {
        private final List<Pass> all = new ArrayList<>();
        private long peak = -1;

        Timing timing(Function<Pass, Long> span) {
            return Timing.ofNanos(all.stream().map(span).toList());
        }

        void peak(OptionalLong bytes) {
            bytes.ifPresent(value -> peak = Math.max(peak, value));
        }
    }

    /**
     * Measures.
     *
     * @param arms the arms
     * @param questions of equal layout, at least one; rounds go through them in turn
     * @param warmup rounds that do not count
     * @param repeats rounds that do, at least 1
     */
    public Measured measure(List<NamedArm> arms, List<Asked> questions, int warmup, int repeats) {
        Layout layout = questions.get(0).prompt().layout();
        NamedArm unreduced = unreduced(arms, layout);
        List<NamedArm> all = arms.contains(unreduced)
                ? arms
                : Stream.concat(Stream.of(unreduced), arms.stream()).toList();
        rounds(all, questions, warmup);
        List<Passes> passes = rounds(all, questions, repeats);
        Passes again = rounds(List.of(unreduced), questions, repeats).get(0);
        Passes reference = passes.get(all.indexOf(unreduced));
        return new Measured(
                warmup,
                repeats,
                questions.size(),
                arms.stream()
                        .map(arm -> times(arm, passes.get(all.indexOf(arm)), unreduced, reference, layout))
                        .toList(),
                Drift.between(reference.timing(Pass::firstToken), again.timing(Pass::firstToken)));
    }

    /** The first arm that drops nothing, or one that is no arm of the run. */
    private NamedArm unreduced(List<NamedArm> arms, Layout layout) {
        return arms.stream()
                .filter(arm -> arm.method()
                        .plan(backbone.geometry(), layout.visualTokens())
                        .stages()
                        .isEmpty())
                .findFirst()
                .orElseGet(() -> new NamedArm("", Method.unreduced(), new Seeds(0, "", 0)));
    }

    /** What each arm took in its turns, in the order of the arms. */
    private List<Passes> rounds(List<NamedArm> arms, List<Asked> questions, int rounds) {
        List<Passes> passes = arms.stream().map(arm -> new Passes()).toList();
        for (int round = 0; round < rounds; round++) {
            Asked question = questions.get(round % questions.size());
            for (int turn = 0; turn < arms.size(); turn++) {
                int place = (turn + round) % arms.size();
                pass(arms.get(place), question, passes.get(place));
            }
        }
        return passes;
    }

    private void pass(NamedArm arm, Asked question, Passes passes) {
        memory.reset();
        passes.all.add(Pass.run(backbone, nanoTime, arm, question, steps));
        passes.peak(memory.peakBytes());
    }

    private ArmTimes times(NamedArm arm, Passes passes, NamedArm unreduced, Passes reference, Layout layout) {
        Timing decode = passes.timing(pass -> pass.decode() / steps);
        Timing firstToken = passes.timing(Pass::firstToken);
        double measured =
                1 - firstToken.p50() / reference.timing(Pass::firstToken).p50();
        double theoretical = 1 - multiplyAdds(arm, layout) / multiplyAdds(unreduced, layout);
        return new ArmTimes(
                arm.name(),
                passes.timing(Pass::vision),
                passes.timing(Pass::told),
                passes.timing(Pass::ranking),
                decode,
                firstToken,
                1000 / decode.p50(),
                passes.peak < 0 ? Optional.empty() : Optional.of(passes.peak),
                measured,
                theoretical,
                theoretical > 0 ? Optional.of(measured / theoretical) : Optional.empty());
    }

    private double multiplyAdds(NamedArm arm, Layout layout) {
        int visualTokens = layout.visualTokens();
        Schedule schedule = arm.method().plan(backbone.geometry(), visualTokens);
        return new FullConvention()
                .multiplyAdds(
                        backbone.geometry(),
                        Workload.of(
                                backbone.geometry().layers(),
                                visualTokens,
                                layout.length() - visualTokens,
                                schedule,
                                at -> needs(arm.method(), at)));
    }

    private static Set<Capture> needs(Method method, Point at) {
        return method.ranker().map(ranker -> ranker.needs(at)).orElse(Set.of());
    }
}
