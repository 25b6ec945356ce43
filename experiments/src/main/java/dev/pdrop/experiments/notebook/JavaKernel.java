// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.notebook;

import java.io.File;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What has to be said to the kernel jjava so that its cells know pdrop: the class path, and the cells that it begins
 * with.
 *
 * @param home the folder that the toolkit is installed in
 * @param classPath pdrop, its plugins and the test kit
 * @param pluginFolders folders whose jars are plugins from outside; their jars are on the class path already
 */
public record JavaKernel(Path home, String classPath, List<Path> pluginFolders) {

    private static final String NOTEBOOKS = "notebooks";

    /** Copies the list. */
    public JavaKernel {
        pluginFolders = List.copyOf(pluginFolders);
    }

    /** The folder that holds the notebooks. */
    public Path folder() {
        return home.resolve(NOTEBOOKS);
    }

    /**
     * The environment of a process that starts such kernels.
     *
     * @param environment variables that it has anyway
     */
    public Map<String, String> variables(Map<String, String> environment) {
        Map<String, String> variables = new LinkedHashMap<>(environment);
        Path java = Path.of(System.getProperty("java.home"), "bin");
        variables.put("PATH", java + File.pathSeparator + environment.getOrDefault("PATH", ""));
        variables.put("JJAVA_CLASSPATH", classPath);
        variables.put("JJAVA_JVM_OPTS", options());
        variables.put(
                "JJAVA_STARTUP_SCRIPTS_PATH", folder().resolve("startup.jsh").toString());
        // DJL would report its use from a static initialiser.
        variables.put("OPT_OUT_TRACKING", "true");
        return variables;
    }

    /** Words with spaces between them: so the kernel takes them apart again. */
    private String options() {
        String plugins = String.join(
                File.pathSeparator, pluginFolders.stream().map(Path::toString).toList());
        return "-Xmx2g -Djava.awt.headless=true -XX:TieredStopAtLevel=1 -Dai.djl.offline=true -Dpdrop.home=" + home
                + (plugins.isEmpty() ? "" : " -Dpdrop.plugins=" + plugins);
    }
}
