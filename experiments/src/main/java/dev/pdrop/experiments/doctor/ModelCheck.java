// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.doctor;

import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.PdropException;
import java.util.List;
import java.util.function.Supplier;

/** The embedded model: whether a checkpoint can be opened here at all. */
final class ModelCheck implements Check {

    private static final String SUBJECT = "embedded model";

    private final Supplier<Backbone> model;

    ModelCheck(Supplier<Backbone> model) {
        this.model = model;
    }

    @Override
    public List<Finding> findings() {
        try (Backbone backbone = model.get()) {
            return List.of(Finding.ok(
                    SUBJECT,
                    "opens; " + backbone.geometry().layers() + " layers, "
                            + backbone.geometry().vision().visualTokens() + " visual tokens an image"));
        } catch (PdropException e) {
            return List.of(Finding.warn(
                    SUBJECT,
                    String.valueOf(e.getMessage()),
                    "restore it from the source tree; experiments with other models run without it"));
        } catch (RuntimeException | LinkageError e) {
            return List.of(Finding.fail(SUBJECT, "does not open (" + e + ")", "mend what is said above first"));
        }
    }
}
