// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that runs once for each of so many seeds; its {@link java.util.random.RandomGenerator} parameter is seeded
 * with each in turn.
 *
 * <p>{@code -Dpdrop.seed=SEED} runs it with that seed alone.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(SeededRandom.class)
public @interface Seeds {

    /** The number of seeds, at least 1. */
    int value();
}
