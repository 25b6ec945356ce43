// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.api;

import dev.pdrop.experiments.plugin.PluginBlock;
import dev.pdrop.experiments.run.KeptRuns;
import dev.pdrop.experiments.toolkit.Toolkit;
import dev.pdrop.experiments.tracking.TrackingChoice;
import dev.pdrop.spi.Backbone;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * pdrop for programs and notebooks: what the command line does, by the same classes.
 *
 * <pre>{@code
 * try (Pdrop pdrop = Pdrop.open()) {
 *     Answered answered = pdrop.method("pyramid-drop").ask(image, "what shape is the green thing ?");
 *     Run run = pdrop.experiment("lambda").with("dataset.limit", 40).with("lambda", 0.3, 0.5).run();
 * }
 * }</pre>
 *
 * <p>What goes wrong is a {@link dev.pdrop.spi.PdropException} with the sentence that the command line would print.
 * Used by one thread.
 */
public final class Pdrop implements AutoCloseable {

    /** The embedded checkpoint. */
    private static final String EMBEDDED = "glyph-llava";

    private final Toolkit toolkit;
    private final Optional<String> model;
    private final Map<PluginBlock<?, Backbone>, Backbone> opened = new HashMap<>();

    private Pdrop(Toolkit toolkit, Optional<String> model) {
        this.toolkit = toolkit;
        this.model = model;
    }

    /** With the embedded model for questions, and for each experiment the model that it names. */
    public static Pdrop open() {
        return open(Toolkit.ofProcess());
    }

    /**
     * With a model for questions and experiments alike. It is opened when it is first needed.
     *
     * @param model a name of {@code conf/backbone}, or a model folder as {@code save_pretrained} writes it
     */
    public static Pdrop open(String model) {
        return open(Toolkit.ofProcess(), model);
    }

    /** The same with a toolkit of one's own. */
    static Pdrop open(Toolkit toolkit, String model) {
        return new Pdrop(toolkit, Optional.of(model));
    }

    /** The same with each experiment's own model. */
    static Pdrop open(Toolkit toolkit) {
        return new Pdrop(toolkit, Optional.empty());
    }

    /** The folder that pdrop is installed in, by which its own pictures and files are found. */
    public Path home() {
        return toolkit.home().root();
    }

    /**
     * A method to ask under.
     *
     * @param nameOrFile a method of {@code pdrop list methods}, or a file that ends in {@code .conf}
     */
    public Asking method(String nameOrFile) {
        return new Asking(this, nameOrFile, List.of());
    }

    /**
     * Asks the model without reducing anything.
     *
     * @param image an image file
     * @param question what is asked
     */
    public Answered ask(Path image, String question) {
        return method("full").ask(image, question);
    }

    /**
     * An experiment, not yet run.
     *
     * @param nameOrFile an experiment of {@code pdrop list experiments}, or a file that ends in {@code .conf}
     */
    public Experiment experiment(String nameOrFile) {
        return Experiment.of(toolkit, nameOrFile, model);
    }

    /**
     * A run that is there already, finished or not.
     *
     * @param folderOrName a run folder, the name of a run or of an experiment, or the beginning of a name: of several
     *     runs the newest complete one
     * @throws dev.pdrop.spi.FailedRunException if there is none
     */
    public static Run results(String folderOrName) {
        return new Run(new KeptRuns(Toolkit.ofProcess().home().runs()).read(folderOrName));
    }

    /**
     * The MLflow server that the environment names with {@code MLFLOW_TRACKING_URI}.
     *
     * @throws dev.pdrop.spi.FailedRunException if it names none
     */
    public static Mlflow mlflow() {
        return mlflow("");
    }

    /**
     * An MLflow server; user and password come from the environment.
     *
     * @param address as {@code http://HOST:PORT}; empty for that of the environment
     * @throws dev.pdrop.spi.FailedRunException if it is none
     */
    public static Mlflow mlflow(String address) {
        return new Mlflow(new TrackingChoice(Toolkit.ofProcess().environment()).address(address));
    }

    /** Closes the models that were opened for questions. */
    @Override
    public void close() {
        opened.values().forEach(Backbone::close);
        opened.clear();
    }

    Toolkit toolkit() {
        return toolkit;
    }

    String asked() {
        return model.orElse(EMBEDDED);
    }

    /** The model, opened once. */
    Backbone opened(PluginBlock<?, Backbone> block) {
        return Objects.requireNonNull(opened.computeIfAbsent(block, PluginBlock::create));
    }
}
