// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.experiments.output.WholeFile;
import dev.pdrop.spi.FailedRunException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one run, held by one process at a time.
 *
 * <p>Held by a lock of the operating system, which is gone with the process. Files other than the journal are written
 * under a temporary name and renamed.
 */
public final class RunFolder implements AutoCloseable {

    static final String EFFECTIVE_CONF = "effective.conf";
    static final String MANIFEST = "manifest.json";
    static final String JOURNAL = "journal.jsonl";
    static final String RESULTS_CSV = "results.csv";
    static final String RESULTS = "results.json";

    private static final String LOCK = "lock";

    private final Path path;
    private final FileChannel lockChannel;

    private RunFolder(Path path, FileChannel lockChannel) {
        this.path = path;
        this.lockChannel = lockChannel;
    }

    /**
     * Opens the folder, making it if there is none.
     *
     * @param path the folder
     * @param fresh whether what it holds is thrown away
     * @throws FailedRunException if another process holds it, or it cannot be made
     */
    public static RunFolder open(Path path, boolean fresh) {
        try {
            Files.createDirectories(path);
            RunFolder folder = new RunFolder(path, lock(path));
            if (fresh) {
                folder.empty();
            }
            return folder;
        } catch (IOException e) {
            throw new FailedRunException(
                    "expected a run folder at " + path + ", found that it cannot be written (" + e.getMessage()
                            + "): choose another place with --set output=..",
                    e);
        }
    }

    /** Whether a folder holds a run. */
    static boolean isOne(Path folder) {
        return Files.isRegularFile(folder.resolve(MANIFEST));
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** Its journal, opened; the caller closes it. */
    Journal journal() {
        return Journal.open(path.resolve(JOURNAL));
    }

    /** Writes a file whole or not at all. */
    void write(String name, String content) {
        WholeFile.write(path.resolve(name), output -> output.write(content.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void close() {
        try {
            lockChannel.close();
        } catch (IOException e) {
            throw new FailedRunException("expected to release " + path + ", found " + e.getMessage(), e);
        }
    }

    private static FileChannel lock(Path path) throws IOException {
        Path file = path.resolve(LOCK);
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            String holder = Files.readString(file).strip();
            channel.close();
            throw new FailedRunException("expected the run folder " + path + " to be free, found it held by process "
                    + (holder.isEmpty() ? "of unknown number" : holder) + ": wait for it, or stop it");
        }
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
        return channel;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private void empty() throws IOException {
        List<Path> old;
        try (Stream<Path> all = Files.walk(path)) {
            old = all.filter(file ->
                            !file.equals(path) && !file.getFileName().toString().equals(LOCK))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
        for (Path file : old) {
            Files.delete(file);
        }
    }
}
