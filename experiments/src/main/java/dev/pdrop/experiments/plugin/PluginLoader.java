// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plugin;

import dev.pdrop.spi.Plugin;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Finds plugins and says which jar is to blame for one that does not load. */
final class PluginLoader {

    private static final String SERVICES = "META-INF/services/" + Plugin.class.getName();

    private PluginLoader() {}

    static List<Plugin> load(ClassLoader loader) {
        rejectTwins(loader);
        List<Plugin> plugins = new ArrayList<>();
        try {
            ServiceLoader.load(Plugin.class, loader).forEach(plugins::add);
            return plugins;
        } catch (ServiceConfigurationError | LinkageError e) {
            throw broken(loader, e);
        }
    }

    /** Of one class in two jars, say of two versions, the JDK takes the first one without a word. */
    private static void rejectTwins(ClassLoader loader) {
        Map<String, URL> places = new HashMap<>();
        for (URL services : services(loader)) {
            for (String provider : providers(services)) {
                URL other = places.putIfAbsent(provider, services);
                if (other != null) {
                    throw new DuplicatePluginException("expected one plugin " + provider + ", found two, in "
                            + jarOf(other) + " and in " + jarOf(services) + "; remove one of the jars");
                }
            }
        }
    }

    /** The error of the JDK names the provider class and, at most, the service file; the jar is found again by them. */
    private static BrokenPluginException broken(ClassLoader loader, Error error) {
        String message = String.valueOf(error.getMessage());
        String reason = reason(error);
        for (URL services : services(loader)) {
            for (String provider : providers(services)) {
                if (message.replace('/', '.').contains(provider) || message.contains(services.toString())) {
                    return new BrokenPluginException(
                            "expected a plugin, found that " + provider + " in " + jarOf(services) + " does not load: "
                                    + reason + "; update or remove that jar",
                            error);
                }
            }
        }
        return new BrokenPluginException(
                "expected plugins that load, found " + reason + "; update or remove the jar that holds that class",
                error);
    }

    /** The error of the JDK has a cause, is one, or says in words that it found no provider. */
    private static String reason(Error error) {
        Throwable cause = error.getCause();
        if (cause != null) {
            return LoadFailure.reason(cause);
        }
        return error instanceof LinkageError
                ? LoadFailure.reason(error)
                : String.valueOf(error.getMessage()).replace(Plugin.class.getName() + ": ", "");
    }

    private static List<URL> services(ClassLoader loader) {
        try {
            return Collections.list(loader.getResources(SERVICES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> providers(URL services) {
        try (InputStream stream = services.openStream()) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new BrokenPluginException(
                    "expected a jar, found that " + jarOf(services) + " cannot be read (" + e.getMessage()
                            + "); build or fetch it again, or remove it",
                    e);
        }
    }

    private static String jarOf(URL services) {
        return services.toString()
                .replace(SERVICES, "")
                .replaceFirst("^(jar:)?file:", "")
                .replaceFirst("!?/$", "");
    }
}
