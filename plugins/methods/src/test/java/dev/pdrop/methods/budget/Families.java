// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods.budget;

import dev.pdrop.methods.fastv.SingleStageScheduler;
import dev.pdrop.methods.pyramiddrop.PyramidScheduler;
import dev.pdrop.methods.pyramiddrop.Rounding;
import dev.pdrop.spi.ScheduleFamily;
import dev.pdrop.spi.StageSchedulerFactory;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** The published schedules with a number left open, as a budget gets them: by the name of the number. */
final class Families {

    private Families() {}

    static ScheduleFamily pyramid(List<Integer> layers, Rounding rounding, String unknown) {
        return family(new PyramidScheduler.Factory(), pyramid(layers, "0.5", rounding), unknown);
    }

    static PyramidScheduler.Config pyramid(List<Integer> layers, String lambda, Rounding rounding) {
        return new PyramidScheduler.Config(4, new BigDecimal(lambda), Optional.of(layers), Optional.empty(), rounding);
    }

    static ScheduleFamily single(int layer, SingleStageScheduler.Rounding rounding, String unknown) {
        return family(new SingleStageScheduler.Factory(), single(layer, "0.5", rounding), unknown);
    }

    static SingleStageScheduler.Config single(int layer, String dropRatio, SingleStageScheduler.Rounding rounding) {
        return new SingleStageScheduler.Config(layer, new BigDecimal(dropRatio), Optional.empty(), rounding);
    }

    private static <C extends Record> ScheduleFamily family(
            StageSchedulerFactory<C> factory, C config, String unknown) {
        return factory.unknowns().stream()
                .filter(one -> one.name().equals(unknown))
                .findFirst()
                .orElseThrow()
                .family()
                .apply(config);
    }
}
