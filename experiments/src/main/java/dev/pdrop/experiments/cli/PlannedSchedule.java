// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import ai.djl.ndarray.types.DataType;
import com.google.gson.annotations.SerializedName;
import dev.pdrop.engine.budget.BudgetSolution;
import dev.pdrop.engine.budget.BudgetSolution.Unrounded;
import dev.pdrop.engine.cost.CostConvention;
import dev.pdrop.engine.cost.KeyValueCache;
import dev.pdrop.engine.cost.Workload;
import dev.pdrop.experiments.plan.ArmPlan;
import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.Schedule;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A schedule for one model and one prompt, and what it costs.
 *
 * @param model what the model is called
 * @param geometry its sizes
 * @param arm the method
 * @param visualTokens N
 * @param textTokens text tokens of the prompt
 * @param solution what the budget comes to; empty if there is none
 * @param schedule the schedule, the nearest reachable one if the budget cannot be met
 * @param workload what it makes a prefill process
 * @param convention what {@code tmac} is counted by
 * @param dataType how keys and values are stored
 */
record PlannedSchedule(
        String model,
        Geometry geometry,
        ArmPlan arm,
        int visualTokens,
        int textTokens,
        Optional<BudgetSolution> solution,
        Schedule schedule,
        Workload workload,
        CostConvention convention,
        DataType dataType) {

    private static final double TERA = 1e12;
    private static final double MEBI = 1 << 20;
    private static final int DECIMALS = 4;
    private static final String LAMBDA = "lambda";

    static PlannedSchedule of(
            String model,
            Geometry geometry,
            ArmPlan arm,
            int visualTokens,
            int textTokens,
            CostConvention convention,
            DataType dataType) {
        Optional<BudgetSolution> solution = arm.budget().map(budget -> budget.solution(geometry, visualTokens));
        Schedule schedule = solution.map(BudgetSolution::schedule)
                .orElseGet(() -> arm.method().plan(geometry, visualTokens));
        Workload workload = Workload.of(
                geometry.layers(),
                visualTokens,
                textTokens,
                schedule,
                point ->
                        arm.method().ranker().map(ranker -> ranker.needs(point)).orElse(Set.of()));
        return new PlannedSchedule(
                model, geometry, arm, visualTokens, textTokens, solution, schedule, workload, convention, dataType);
    }

    boolean isFeasible() {
        return solution.map(BudgetSolution::isFeasible).orElse(true);
    }

    /** What the unreduced model processes. */
    Workload unreduced() {
        return Workload.of(geometry.layers(), visualTokens, textTokens, Schedule.none(), point -> Set.of());
    }

    double tera(CostConvention counted, Workload of) {
        return counted.multiplyAdds(geometry, of) / TERA;
    }

    double cacheMebibytes(Workload of) {
        return cache().bytes(of) / MEBI;
    }

    KeyValueCache cache() {
        return new KeyValueCache(geometry, dataType);
    }

    String dataTypeName() {
        return dataType.name().toLowerCase(Locale.ROOT);
    }

    List<Integer> counts() {
        return schedule.stages().stream()
                .map(stage -> stage.action().visualTokens())
                .toList();
    }

    /** What the scheduler says of itself, with the number that was solved for in its place. */
    String description() {
        return arm.budget()
                .map(budget ->
                        budget.family().describe(solution.orElseThrow().value().toPlainString()))
                .orElse(arm.schedule());
    }

    /** The solution before rounding, to four decimals. */
    Optional<BigDecimal> unrounded() {
        return solution.flatMap(BudgetSolution::unrounded)
                .map(Unrounded::value)
                .map(value -> BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_EVEN));
    }

    /** Everything for machines; keys as they are documented, whatever the naming of other commands. */
    Json json() {
        Optional<String> unknown = arm.budget().map(budget -> budget.unknown());
        boolean isLambda = unknown.filter(LAMBDA::equals).isPresent();
        List<BigDecimal> interval = solution.map(BudgetSolution::interval)
                .map(range -> List.of(range.lowest(), range.highest()))
                .orElse(null);
        Map<String, Double> costs = new LinkedHashMap<>();
        CostConvention.all().forEach(one -> costs.put(one.name(), tera(one, workload)));
        return new Json(
                model,
                visualTokens,
                textTokens,
                arm.name(),
                description(),
                isFeasible(),
                unknown.orElse(null),
                unrounded().orElse(null),
                solution.map(BudgetSolution::value).orElse(null),
                interval,
                isLambda ? unrounded().orElse(null) : null,
                isLambda ? interval : null,
                solution.flatMap(BudgetSolution::unrounded)
                        .map(Unrounded::counts)
                        .orElse(null),
                counts(),
                workload.averageTokens(),
                convention.name(),
                tera(convention, workload),
                costs,
                dataTypeName(),
                cacheMebibytes(workload),
                cache().bytesPerLayer(workload).stream().map(Math::round).toList(),
                solution.map(BudgetSolution::target).orElse(null),
                solution.map(BudgetSolution::floor).orElse(null),
                solution.map(BudgetSolution::ceiling).orElse(null));
    }

    /** What {@code --json} prints. */
    record Json(
            String model,
            @SerializedName("visualTokens") int visualTokens,
            @SerializedName("textTokens") int textTokens,
            String method,
            String schedule,
            boolean feasible,
            @SerializedName("solvedFor") @Nullable String solvedFor,
            @Nullable BigDecimal unrounded,
            @Nullable BigDecimal value,
            @Nullable List<BigDecimal> interval,
            @Nullable BigDecimal lambda,
            @SerializedName("lambdaInterval") @Nullable List<BigDecimal> lambdaInterval,
            @SerializedName("unroundedCounts") @Nullable List<Double> unroundedCounts,
            List<Integer> counts,
            @SerializedName("averageTokens") double averageTokens,
            String convention,
            double tmac,
            @SerializedName("tmacByConvention") Map<String, Double> tmacByConvention,
            String dtype,
            @SerializedName("kvMib") double kvMib,
            @SerializedName("kvBytesPerLayer") List<Long> kvBytesPerLayer,
            @Nullable Double target,
            @Nullable Double floor,
            @Nullable Double ceiling) {}
}
