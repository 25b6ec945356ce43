// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.config;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The groups of small configuration files: folders under one configuration folder, and the same folders inside plugin
 * jars.
 */
public final class ConfigGroups {

    private static final String SUFFIX = ".conf";

    /** The name of a file that is there to be included by the others of its group. */
    private static final String BASE = "base";

    private static final String SERVICES = "META-INF/services/dev.pdrop.spi.Plugin";

    private final Path folder;
    private final ClassLoader plugins;

    /**
     * Groups.
     *
     * @param folder holds {@code backbone/}, {@code method/}, ..
     * @param plugins finds the resources of plugin jars
     */
    public ConfigGroups(Path folder, ClassLoader plugins) {
        this.folder = folder.toAbsolutePath().normalize();
        this.plugins = plugins;
    }

    /**
     * Every file of a group but the one that the others include, {@code base.conf}, sorted by name; a name may occur
     * more than once.
     */
    public List<GroupFile> list(ConfigGroup group) {
        List<GroupFile> files = new ArrayList<>(inFolder(group, folder, true));
        for (URI root : pluginRoots(group)) {
            files.addAll(root.getScheme().equals("jar") ? inJar(group, root) : inFolder(group, Path.of(root), false));
        }
        files.removeIf(file -> file.name().equals(BASE));
        files.sort(Comparator.comparing(GroupFile::name)
                .thenComparing(file -> file.resource().toString()));
        return files;
    }

    /**
     * Finds a file by name.
     *
     * @param askedAt where the name stands
     * @param path the setting that holds the name
     * @throws InvalidConfigException if there is none, or more than one
     */
    public GroupFile find(ConfigGroup group, String name, SourceLocation askedAt, String path) {
        List<GroupFile> all = list(group);
        List<GroupFile> found =
                all.stream().filter(file -> file.name().equals(name)).toList();
        if (found.isEmpty()) {
            Set<String> known = all.stream().map(GroupFile::name).collect(Collectors.toCollection(TreeSet::new));
            throw new InvalidConfigException(
                    askedAt,
                    path,
                    "unknown " + group.label() + " '" + name + "'; "
                            + NearestName.hint(name, known, "known " + group.label() + " files"));
        }
        if (found.size() > 1) {
            String places = found.stream().map(file -> file.source().toString()).collect(Collectors.joining(" and "));
            throw new InvalidConfigException(
                    askedAt,
                    path,
                    "expected one " + group.label() + " '" + name + "', found " + found.size() + ", in " + places
                            + "; rename or remove one");
        }
        return found.get(0);
    }

    /**
     * The file that somebody named.
     *
     * @see #parse(ConfigGroup, String, SourceLocation)
     */
    public ParsedConfig parse(ConfigGroup group, String nameOrFile) {
        return parse(group, nameOrFile, new SourceLocation(nameOrFile, 0));
    }

    /**
     * The file that somebody named on the command line: a path if it ends in {@code .conf}, else a name of the group.
     *
     * @param askedAt where it is named
     * @throws InvalidConfigException if there is none
     */
    public ParsedConfig parse(ConfigGroup group, String nameOrFile, SourceLocation askedAt) {
        boolean aPath = isPath(nameOrFile);
        if (!aPath && has(group, nameOrFile)) {
            return find(group, nameOrFile, askedAt, "").parse();
        }
        requireNoOther(NoConfigFile.describe(group, nameOrFile), askedAt);
        if (aPath) {
            ParsedConfig parsed = ConfigLoader.parse(Path.of(nameOrFile));
            requireNoOther(MistakenFile.describe(group, parsed.root()), askedAt);
            return parsed;
        }
        requireNoOther(
                MistakenFile.describe(
                        group, nameOrFile, other -> list(other).stream().map(GroupFile::name)),
                askedAt);
        return find(group, nameOrFile, askedAt, "").parse();
    }

    /**
     * Whether somebody named a training, where an experiment could be meant as well: a file with stages, or a name that
     * no experiment has.
     *
     * @throws InvalidConfigException if it is a file that cannot be read
     */
    public boolean isTraining(String nameOrFile) {
        if (!isPath(nameOrFile)) {
            return !has(ConfigGroup.EXPERIMENT, nameOrFile) && has(ConfigGroup.TRAIN, nameOrFile);
        }
        Path file = Path.of(nameOrFile);
        return Files.isRegularFile(file)
                && MistakenFile.describe(
                                ConfigGroup.EXPERIMENT, ConfigLoader.parse(file).root())
                        .isPresent();
    }

    private boolean has(ConfigGroup group, String name) {
        return list(group).stream().anyMatch(file -> file.name().equals(name));
    }

    private static boolean isPath(String nameOrFile) {
        return nameOrFile.endsWith(SUFFIX) || nameOrFile.contains(File.separator);
    }

    private static void requireNoOther(Optional<String> mistake, SourceLocation askedAt) {
        if (mistake.isPresent()) {
            throw new InvalidConfigException(askedAt, "", mistake.get());
        }
    }

    /** What every experiment starts from; empty if this configuration folder has none. */
    public Optional<Path> base() {
        return Optional.of(folder.resolve("base.conf")).filter(Files::isRegularFile);
    }

    private static List<GroupFile> inFolder(ConfigGroup group, Path root, boolean builtIn) {
        Path folder = root.resolve(group.folder());
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .map(file ->
                            new GroupFile(group, name(file.getFileName().toString()), file.toUri(), folder, builtIn))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Roots of the class path that belong to plugins or hold the group's folder. */
    private Set<URI> pluginRoots(ConfigGroup group) {
        Set<URI> roots = new LinkedHashSet<>();
        try {
            for (String marker : List.of(SERVICES, group.folder() + "/")) {
                for (URL url : Collections.list(plugins.getResources(marker))) {
                    String text = url.toString();
                    roots.add(URI.create(text.substring(0, text.length() - marker.length())));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return roots;
    }

    private static List<GroupFile> inJar(ConfigGroup group, URI root) {
        String folder = group.folder() + "/";
        try {
            URLConnection connection = root.toURL().openConnection();
            // A cached jar would stay open for the life of the process.
            connection.setUseCaches(false);
            try (JarFile jar = ((JarURLConnection) connection).getJarFile()) {
                return jar.stream()
                        .map(java.util.zip.ZipEntry::getName)
                        .filter(entry -> entry.startsWith(folder) && entry.endsWith(SUFFIX))
                        .filter(entry -> entry.indexOf('/', folder.length()) < 0)
                        .map(entry -> new GroupFile(
                                group,
                                name(entry.substring(folder.length())),
                                URI.create(root + entry),
                                Path.of(jar.getName()),
                                false))
                        .toList();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(String fileName) {
        return fileName.substring(0, fileName.length() - SUFFIX.length());
    }
}
