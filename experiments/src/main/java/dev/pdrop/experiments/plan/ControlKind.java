// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import dev.pdrop.experiments.config.Kebab;
import java.util.List;
import java.util.Optional;

/** What an arm is compared with so that its figures mean something; in the order in which controls are attached. */
enum ControlKind {
    /** The model with nothing dropped. */
    FULL,
    /** Tokens at random, on the schedule of the arm. */
    RANDOM,
    /** Tokens spread evenly over the grid, on the schedule of the arm. */
    UNIFORM,
    /** The tokens that the arm's own ranker would drop first. */
    BOTTOM_K,
    /** The grid averaged before layer 0, to about the arm's average tokens. */
    POOL,
    /** The image at a lower resolution, of about the arm's average tokens. */
    DOWNSAMPLE,
    /** The question without its image. */
    TEXT_ONLY,
    /** The question with a grey picture. */
    BLANK_IMAGE;

    /** What files call it. */
    String label() {
        return Kebab.constant(this);
    }

    /** What files call them all. */
    static List<String> labels() {
        return Kebab.constants(ControlKind.class);
    }

    static Optional<ControlKind> of(String label) {
        int place = labels().indexOf(label);
        return place < 0 ? Optional.empty() : Optional.of(values()[place]);
    }
}
