// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plugin;

import dev.pdrop.spi.Plugin;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folders that {@code --plugins} and {@code PDROP_PLUGINS} name, whose jars the launcher puts on the class path.
 *
 * <p>Of what is wrong with a class path Java says nothing: a jar that is not there or is no jar is as good as empty.
 */
public final class PluginFolders {

    private static final String SERVICES = "META-INF/services/" + Plugin.class.getName();

    private PluginFolders() {}

    /**
     * Checks that each folder is there and holds a plugin, and that its jars can be read.
     *
     * @throws BrokenPluginException if it is not so
     */
    public static void check(List<Path> folders) {
        folders.forEach(PluginFolders::check);
    }

    private static void check(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw broken(
                    "expected a folder of plugin jars, found " + (Files.exists(folder) ? "a file" : "nothing") + " at "
                            + folder + "; check --plugins and PDROP_PLUGINS",
                    null);
        }
        List<Path> jars = jars(folder);
        if (jars.isEmpty()) {
            throw broken(
                    "expected plugin jars, found none in " + folder
                            + "; name the folder that holds the jar, which for a module that Maven has packaged is its"
                            + " folder target",
                    null);
        }
        boolean plugin = false;
        for (Path jar : jars) {
            plugin |= offersPlugin(jar);
        }
        if (!plugin) {
            throw broken(
                    "expected a plugin, found no jar with " + SERVICES + " in " + folder
                            + "; name the plugin's class in that file and pack it again",
                    null);
        }
    }

    private static List<Path> jars(Path folder) {
        List<Path> jars = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.toString().endsWith(".jar")).sorted().forEach(jars::add);
            return jars;
        } catch (IOException e) {
            throw broken(
                    "expected a folder of plugin jars, found that " + folder + " cannot be read ("
                            + e.getClass().getSimpleName() + "); check its permissions",
                    e);
        }
    }

    private static boolean offersPlugin(Path jar) {
        try (JarFile content = new JarFile(jar.toFile())) {
            JarEntry services = content.getJarEntry(SERVICES);
            if (services == null) {
                return false;
            }
            try (InputStream stream = content.getInputStream(services)) {
                return stream.readAllBytes().length > 0;
            }
        } catch (IOException e) {
            throw broken(
                    "expected a jar, found a file at " + jar + " that cannot be read as one (" + e.getMessage()
                            + "); build or fetch it again, or remove it",
                    e);
        }
    }

    private static BrokenPluginException broken(String message, @Nullable IOException cause) {
        return new BrokenPluginException(message, cause);
    }
}
