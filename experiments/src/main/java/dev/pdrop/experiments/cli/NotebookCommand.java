// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.notebook.JavaKernel;
import dev.pdrop.experiments.notebook.JupyterLab;
import dev.pdrop.experiments.python.PythonEnvironment;
import dev.pdrop.experiments.toolkit.Toolkit;
import dev.pdrop.spi.FailedRunException;
import java.io.File;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pdrop notebook}: the notebooks in JupyterLab. */
@Command(
        name = "notebook",
        sortOptions = false,
        description = "Open the notebooks in JupyterLab, with a Java kernel that knows pdrop.",
        footer = {
            "",
            "The first time, a private Python environment is made in .pdrop (Python 3.10, 250 MB).",
            "It listens on this machine alone. Ctrl-C stops it and the kernels that it has started.",
            "MLFLOW_TRACKING_URI tells notebooks of an MLflow server, such as the one of pdrop ui."
        })
final class NotebookCommand implements Callable<Integer> {

    /** The system property by which the launcher says what the test kit needs besides. */
    private static final String TEST_KIT = "pdrop.test-kit";

    private final Toolkit toolkit;
    private final Console console;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8888",
            description = "Where it listens, on this machine alone; ${DEFAULT-VALUE} unless given.")
    private int port;

    @Option(names = "--no-browser", description = "Print the address, and open nothing.")
    private boolean noBrowser;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    NotebookCommand(Toolkit toolkit, Console console) {
        this.toolkit = toolkit;
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        Ports.require(spec, port);
        JavaKernel kernel = kernel();
        PythonEnvironment python = new PythonEnvironment(toolkit.home().root(), "notebook", toolkit.environment());
        python.make(this::note);
        note("starting JupyterLab on port " + port);
        try (JupyterLab lab = JupyterLab.start(
                python.program("jupyter-lab"), kernel, toolkit.environment(), port, !noBrowser && console.terminal())) {
            console.out().println("The notebooks are at " + lab.page());
            console.out().flush();
            note("Ctrl-C stops JupyterLab and its kernels.");
            lab.awaitEnd();
        }
        return 0;
    }

    private JavaKernel kernel() {
        String kit = System.getProperty(TEST_KIT, "");
        if (kit.isEmpty()) {
            throw new FailedRunException("expected to be started by the pdrop script, which knows the class path of"
                    + " notebooks, found another start: use ./pdrop notebook");
        }
        String own = System.getProperty("java.class.path");
        return new JavaKernel(toolkit.home().root(), own + File.pathSeparator + kit, toolkit.pluginFolders());
    }

    private void note(String line) {
        console.error().println(line);
        console.error().flush();
    }
}
