// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

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
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The right to write into a run folder: a lock of the operating system on a file in it, gone with the process. The file
 * says who holds it.
 */
public final class RunLock implements AutoCloseable {

    /** The file's name. */
    static final String NAME = "lock";

    private static final int ATTEMPTS = 5;
    private static final long PAUSE_NANOS = 50_000_000;
    private static final Path HOST = Path.of("/proc/sys/kernel/hostname");

    private final Path folder;
    private final FileChannel channel;

    private RunLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @throws FailedRunException if another process has it; says which, where and since when
     */
    public static RunLock take(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (!lock(channel)) {
            String holder = read(channel);
            channel.close();
            throw new FailedRunException("expected the run folder " + folder + " to be free, found it held by "
                    + (holder.isEmpty() ? "another process" : holder) + ": wait for it, or stop it");
        }
        if (!Files.exists(file)) {
            // Its holder removed the whole folder before letting go.
            channel.close();
            Files.createDirectories(folder);
            return take(folder);
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(holder().getBytes(StandardCharsets.UTF_8)), 0);
        return new RunLock(folder, channel);
    }

    /**
     * Takes the lock of a folder that is only read.
     *
     * @throws FailedRunException if another process has it, or the folder does not let anybody take it
     */
    public static RunLock hold(Path folder) {
        try {
            return take(folder);
        } catch (IOException e) {
            throw new FailedRunException(
                    "expected to hold " + folder + ", found an error (" + e.getMessage() + "): check its permissions",
                    e);
        }
    }

    /** Whether another process holds a folder at this moment. */
    public static boolean isTaken(Path folder) {
        Path file = folder.resolve(NAME);
        if (!Files.exists(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return tryLock(channel) == null;
        } catch (IOException e) {
            // Somebody else's folder, which must not be touched either.
            return true;
        }
    }

    /** Somebody who only looks whether the folder is held has the lock for a moment. */
    private static boolean lock(FileChannel channel) throws IOException {
        for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
            if (tryLock(channel) != null) {
                return true;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return tryLock(channel) != null;
    }

    /** Takes away what a lock leaves in a folder, before it is let go. */
    public void removeFile() throws IOException {
        Files.deleteIfExists(folder.resolve(NAME));
    }

    @Override
    public void close() {
        try (channel) {
            channel.truncate(0);
        } catch (IOException e) {
            throw new FailedRunException("expected to release " + folder + ", found " + e.getMessage(), e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** Through the channel, since closing another one on the same file would let go of locks of this process. */
    private static String read(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(1 << 10);
        channel.read(bytes, 0);
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8).strip();
    }

    private static String holder() {
        ProcessHandle process = ProcessHandle.current();
        String since = process.info()
                .startInstant()
                .map(start -> " since " + start.truncatedTo(ChronoUnit.SECONDS))
                .orElse("");
        return "process " + process.pid() + " on " + host() + since;
    }

    /** Asking the name service could take long. */
    private static String host() {
        try {
            return Files.readString(HOST).strip();
        } catch (IOException e) {
            return System.getenv().getOrDefault("HOSTNAME", "this machine");
        }
    }
}
