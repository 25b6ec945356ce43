// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.doctor;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.util.Utils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tensor engine: whether its native library loads, and which devices it sees. */
final class EngineCheck implements Check {

    private static final String LIBRARY = "native library";
    private static final Path NVIDIA = Path.of("/proc/driver/nvidia/version");

    /** The engine of the backbones that come with the toolkit. */
    private static final String NAME = "PyTorch";

    @Override
    public List<Finding> findings() {
        if (!Engine.hasEngine(NAME)) {
            return List.of(Finding.fail(
                    LIBRARY, "no " + NAME + " on the class path", "start with the pdrop script, which puts it there"));
        }
        List<String> before = unpacked();
        try {
            Engine engine = Engine.getEngine(NAME);
            return List.of(
                    Finding.ok(
                            LIBRARY,
                            NAME + " " + engine.getVersion() + " loads; unpacked "
                                    + (before.isEmpty() ? "just now " : "") + "in " + folder()),
                    devices(engine));
        } catch (RuntimeException | LinkageError failure) {
            return List.of(Finding.fail(
                    LIBRARY,
                    NAME + " does not load (" + rootMessage(failure) + "); "
                            + (before.isEmpty() ? "nothing is unpacked" : "unpacked: " + String.join(", ", before)),
                    "make " + cache() + " writable, delete " + folder() + " so that it is unpacked anew, and see that"
                            + " this system (" + System.getProperty("os.name") + " " + System.getProperty("os.arch")
                            + ") is one that it is built for"));
        }
    }

    /** Where native libraries are unpacked. */
    static Path cache() {
        return Utils.getEngineCacheDir();
    }

    /** Whether native libraries are there already, so that nothing more need be written. */
    static boolean isUnpacked() {
        return !unpacked().isEmpty();
    }

    private static Path folder() {
        return Utils.getEngineCacheDir(NAME.toLowerCase(Locale.ROOT));
    }

    private static Finding devices(Engine engine) {
        int count = engine.getGpuCount();
        String found = "cpu"
                + Arrays.stream(engine.getDevices(count))
                        .filter(Device::isGpu)
                        .map(device -> ", cuda:" + device.getDeviceId())
                        .collect(Collectors.joining());
        if (count == 0 && Files.exists(NVIDIA)) {
            return Finding.warn(
                    "devices",
                    found + "; there is an NVIDIA driver, but this build of " + engine.getEngineName()
                            + " sees no device",
                    "set PYTORCH_LIBRARY_PATH and PYTORCH_FLAVOR to a CUDA build to use it");
        }
        return Finding.ok("devices", count == 0 ? found + "; no CUDA device" : found);
    }

    private static List<String> unpacked() {
        Path folder = folder();
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> versions = Files.list(folder)) {
            return versions.map(path -> path.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).lines().findFirst().orElse(root.toString());
    }
}
