// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.engine.budget.Amounts;
import dev.pdrop.engine.budget.BudgetScheduler;
import dev.pdrop.engine.budget.BudgetSolution;
import dev.pdrop.engine.budget.BudgetSolution.Unrounded;
import dev.pdrop.engine.cost.CostConvention;
import dev.pdrop.engine.cost.FullConvention;
import dev.pdrop.engine.cost.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Lays out a planned schedule for people. */
final class PlanText {

    private static final double TERA = 1e12;
    private static final double KIBI = 1 << 10;

    private final PlannedSchedule planned;
    private final List<String> lines = new ArrayList<>();

    private PlanText(PlannedSchedule planned) {
        this.planned = planned;
    }

    static String of(PlannedSchedule planned) {
        PlanText text = new PlanText(planned);
        text.head();
        planned.arm()
                .budget()
                .ifPresent(budget -> text.solution(budget, planned.solution().orElseThrow()));
        text.costs();
        text.cachePerLayer();
        return String.join("\n", text.lines);
    }

    private void head() {
        add(
                "%s: %d layers, width %d; %d visual and %d text tokens",
                planned.model(),
                planned.geometry().layers(),
                planned.geometry().hiddenSize(),
                planned.visualTokens(),
                planned.textTokens());
        add("%s, ranker %s: %s", planned.arm().name(), planned.arm().ranker(), planned.description());
        if (planned.solution().isEmpty()) {
            add("keeps %s", spaced(planned.counts()));
        }
        lines.add("");
    }

    private void solution(BudgetScheduler budget, BudgetSolution solution) {
        add(
                "budget         %s, where %s to %s can be reached",
                budget.budget().amount(solution.target()),
                Amounts.text(solution.floor()),
                Amounts.text(solution.ceiling()));
        solution.unrounded()
                .ifPresent(unrounded -> add(
                        "not rounded    %s %s keeps %s",
                        budget.unknown(), planned.unrounded().orElseThrow().toPlainString(), counts(unrounded)));
        add(
                "nearest        %s %s keeps %s, %s",
                budget.unknown(),
                solution.value().toPlainString(),
                spaced(solution.counts()),
                budget.budget().amount(solution.spent()));
        add(
                "the same from  %s %s to %s",
                budget.unknown(),
                solution.interval().lowest().toPlainString(),
                solution.interval().highest().toPlainString());
        lines.add("");
    }

    private void costs() {
        Workload all = planned.unreduced();
        Workload reduced = planned.workload();
        add("%-24s %10s %10s %8s", "", "unreduced", "reduced", "share");
        cost("average visual tokens", "%.1f", all.averageTokens(), reduced.averageTokens());
        for (CostConvention convention : CostConvention.all()) {
            cost(
                    "TMAC, " + convention.name(),
                    "%.4f",
                    planned.tera(convention, all),
                    planned.tera(convention, reduced));
        }
        FullConvention full = new FullConvention();
        terms(full.terms(planned.geometry(), all), full.terms(planned.geometry(), reduced));
        cost("KV MiB, " + planned.dataTypeName(), "%.2f", planned.cacheMebibytes(all), planned.cacheMebibytes(reduced));
    }

    private void terms(FullConvention.Terms all, FullConvention.Terms reduced) {
        term("vision tower", all.tower(), reduced.tower());
        term("projector", all.projector(), reduced.projector());
        term("projections", all.projections(), reduced.projections());
        term("attention", all.attention(), reduced.attention());
        term("feed-forward", all.feedForward(), reduced.feedForward());
        term("ranking", all.ranking(), reduced.ranking());
        term("head", all.head(), reduced.head());
    }

    private void term(String name, double all, double reduced) {
        cost("  of it " + name, "%.4f", all / TERA, reduced / TERA);
    }

    private void cost(String name, String format, double all, double reduced) {
        add(
                "%-24s %10s %10s %8s",
                name,
                String.format(Locale.ROOT, format, all),
                String.format(Locale.ROOT, format, reduced),
                all > 0 ? String.format(Locale.ROOT, "%.1f %%", 100 * reduced / all) : "");
    }

    private void cachePerLayer() {
        lines.add("");
        add(
                "KV KiB of each layer: %s",
                planned.cache().bytesPerLayer(planned.workload()).stream()
                        .map(bytes -> String.format(Locale.ROOT, "%.0f", bytes / KIBI))
                        .collect(Collectors.joining(" ")));
    }

    private void add(String format, Object... values) {
        lines.add(String.format(Locale.ROOT, format, values).stripTrailing());
    }

    private static String counts(Unrounded unrounded) {
        return unrounded.counts().stream()
                .map(count -> String.format(Locale.ROOT, "%.2f", count))
                .collect(Collectors.joining(" "));
    }

    private static String spaced(List<Integer> counts) {
        return counts.isEmpty()
                ? "everything"
                : counts.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }
}
