// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.train.CurvePoint;
import dev.pdrop.experiments.train.Examination;
import dev.pdrop.experiments.train.TrainingListener;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Shows a training as lines: one for each point of the curve, one for each examination.
 *
 * @param console takes them
 */
record TrainingLines(Console console) implements TrainingListener {

    @Override
    public void noted(String line) {
        print(line);
    }

    @Override
    public void entered(String stage, int step, int steps) {
        print(stage + ": " + (step == 0 ? "" : "goes on from step " + step + ", ") + steps + " steps");
    }

    @Override
    public void moved(CurvePoint point, double secondsLeft) {
        CurvePoint.Seconds seconds = point.seconds();
        double all = Math.max(1e-9, seconds.all());
        print(String.format(
                Locale.ROOT,
                "%s %d/%d  loss %.4f  learning rate %.2e  gradient %.2f  %.1f images/s  data %.0f, forward %.0f, backward"
                        + " %.0f, optimiser %.0f %% of %.0f ms  %s left of %1$s",
                point.stage(),
                point.step(),
                point.steps(),
                point.loss(),
                point.learningRate(),
                point.gradientNorm(),
                point.imagesPerSecond(),
                100 * seconds.data() / all,
                100 * seconds.forward() / all,
                100 * seconds.backward() / all,
                100 * seconds.optimiser() / all,
                1000 * seconds.all(),
                duration(Math.round(secondsLeft))));
    }

    @Override
    public void examined(Examination examination) {
        String types = examination.byType().entrySet().stream()
                .map(entry -> String.format(
                        Locale.ROOT,
                        "%s %.0f",
                        entry.getKey(),
                        100 * entry.getValue().share()))
                .collect(Collectors.joining(", "));
        print(String.format(
                Locale.ROOT,
                "%s%s: %.1f %% right, loss %.4f (%s)",
                examination.stage(),
                examination.step() == 0 ? "" : " " + examination.step(),
                100 * examination.overall().share(),
                examination.loss(),
                types));
    }

    private void print(String line) {
        console.error().println(line);
        console.error().flush();
    }

    private static String duration(long seconds) {
        return String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
