// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.hub.HubAddress;
import dev.pdrop.experiments.hub.HubCache;
import dev.pdrop.experiments.hub.ModelName;
import dev.pdrop.experiments.hub.Patience;
import dev.pdrop.experiments.hub.Pull;
import dev.pdrop.experiments.hub.PullListener;
import dev.pdrop.experiments.toolkit.Toolkit;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pdrop pull}: a model folder from a hub. */
@Command(
        name = "pull",
        sortOptions = false,
        description = {
            "Bring a model folder from the Hugging Face hub into the cache that transformers uses too, and print where it"
                    + " is. Only safetensors, configuration and tokenizer; what is there is not brought again.",
            "HF_ENDPOINT names another hub, HF_TOKEN a token, HF_HOME the folder of the cache."
        })
final class PullCommand implements Callable<Integer> {

    private static final String OFFLINE = "HF_HUB_OFFLINE";
    private static final Set<String> YES = Set.of("1", "on", "true", "yes");

    private final Toolkit toolkit;
    private final Console console;

    @Parameters(paramLabel = "MODEL", description = "ORG/NAME, or ORG/NAME@REVISION: a branch, a tag or a commit.")
    private String model = "";

    @Option(
            names = "--offline",
            description =
                    "Ask nobody: print where the model is if all of it is in the cache. The same as HF_HUB_OFFLINE=1.")
    private boolean offline;

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress.")
    private boolean quiet;

    @Mixin
    private JsonOption json = new JsonOption();

    /** Where it is, for machines. */
    private record Outcome(String model, String commit, String folder, int files, long bytes) {

        static Outcome of(Pull.Pulled pulled) {
            return new Outcome(
                    pulled.model(), pulled.commit(), pulled.folder().toString(), pulled.files(), pulled.bytes());
        }
    }

    PullCommand(Toolkit toolkit, Console console) {
        this.toolkit = toolkit;
        this.console = console;
    }

    @Override
    public Integer call() {
        ModelName name = ModelName.of(model);
        Pull.Pulled pulled = pulled(name);
        if (json.wanted()) {
            console.out().println(JsonOption.text(Outcome.of(pulled)));
        } else {
            console.out().println(pulled.folder());
        }
        console.out().flush();
        return 0;
    }

    private Pull.Pulled pulled(ModelName name) {
        Map<String, String> environment = toolkit.environment();
        Path user = Path.of(System.getProperty("user.home", ""));
        HubCache cache = HubCache.of(environment, user);
        if (offline || YES.contains(environment.getOrDefault(OFFLINE, "").toLowerCase(Locale.ROOT))) {
            return Pull.offline(cache, name);
        }
        HubAddress address = HubAddress.of(environment, HubCache.home(environment, user));
        Interruption interruption = Interruption.watch(
                console.error(), () -> "; what has arrived is kept: run the same command again to go on");
        try {
            return new Pull(address, cache, Patience.usual()).run(name, listener());
        } finally {
            interruption.over();
        }
    }

    private PullListener listener() {
        return quiet ? new PullListener() {} : new PullLine(console, System::nanoTime);
    }
}
