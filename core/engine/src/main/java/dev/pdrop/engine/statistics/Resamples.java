// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.statistics;

import java.util.Arrays;
import java.util.function.Consumer;
import org.hipparchus.random.RandomGenerator;
import org.hipparchus.random.Well19937c;

/**
 * The resamples of one bootstrap, the same for every quantity, so that arms are compared on the same draws.
 *
 * <p>The generator is the library's and not the platform's: how the latter makes bounded numbers is left to its
 * release.
 */
final class Resamples {

    private final double[] sizes;
    private final Resampling resampling;

    Resamples(double[] sizes, Resampling resampling) {
        this.sizes = sizes;
        this.resampling = resampling;
    }

    /** Hands out one resample after the other; each is valid until the next one. */
    void forEach(Consumer<Resample> visitor) {
        RandomGenerator random = new Well19937c(resampling.seed());
        double[] weights = new double[sizes.length];
        for (int resample = 0; resample < resampling.resamples(); resample++) {
            Arrays.fill(weights, 0);
            double size = 0;
            double squaredSize = 0;
            for (int draw = 0; draw < sizes.length; draw++) {
                int image = random.nextInt(sizes.length);
                weights[image]++;
                size += sizes[image];
                squaredSize += sizes[image] * sizes[image];
            }
            visitor.accept(new Resample(weights, size, squaredSize));
        }
    }
}
