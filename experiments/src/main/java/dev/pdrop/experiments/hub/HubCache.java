// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.hub;

import dev.pdrop.spi.FailedRunException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which programs of the hub keep models, laid out as they lay it out, so that each finds what another has
 * brought: {@code models--ORG--NAME} with {@code blobs} under their checksums, {@code snapshots/COMMIT} of links to
 * them, and {@code refs} that say which commit a revision was.
 *
 * @param root the folder of all models
 * @source the cache's description in huggingface_hub's documentation (How-to guides, "Understand caching")
 */
public record HubCache(Path root) {

    /**
     * Where the environment says that it is.
     *
     * @param environment {@code HF_HUB_CACHE} names it, {@code HF_HOME} the folder above, {@code XDG_CACHE_HOME} that
     *     above again
     * @param user the user's folder
     */
    public static HubCache of(Map<String, String> environment, Path user) {
        return path(environment, "HF_HUB_CACHE")
                .map(HubCache::new)
                .orElseGet(() -> new HubCache(home(environment, user).resolve("hub")));
    }

    /** The folder of the hub's programs, which also holds their token. */
    public static Path home(Map<String, String> environment, Path user) {
        return path(environment, "HF_HOME")
                .orElseGet(() -> path(environment, "XDG_CACHE_HOME")
                        .orElseGet(() -> user.resolve(".cache"))
                        .resolve("huggingface"));
    }

    private static Optional<Path> path(Map<String, String> environment, String name) {
        return Optional.of(environment.getOrDefault(name, ""))
                .filter(value -> !value.isBlank())
                .map(Path::of)
                .map(Path::toAbsolutePath);
    }

    /** Whoever holds it is the only one of these programs that brings a model. */
    interface Hold extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Keeps other runs of this program away from a model.
     *
     * @throws FailedRunException if one is there already
     */
    Hold hold(ModelName model) {
        Path file = root.resolve(".locks").resolve(model.folder()).resolve("pdrop.lock");
        try {
            Files.createDirectories(file.getParent());
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = lock(channel);
            if (lock == null) {
                channel.close();
                throw new FailedRunException("expected to be the only pdrop that brings " + model
                        + ", found another one at it; wait for it to end");
            }
            return () -> close(channel);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // The lock goes with the process at the latest.
        }
    }

    /** The bytes of a file, whole. */
    Path blob(ModelName model, Checksum checksum) {
        return root.resolve(model.folder()).resolve("blobs").resolve(checksum.hex());
    }

    /** What has arrived of them so far. */
    Path partial(ModelName model, Checksum checksum) {
        Path blob = blob(model, checksum);
        return blob.resolveSibling(blob.getFileName() + ".pdrop.incomplete");
    }

    /** The folder that looks like the model's own. */
    Path snapshot(ModelName model, String commit) {
        return root.resolve(model.folder()).resolve("snapshots").resolve(commit);
    }

    /** Gives a file its name in a snapshot. */
    void link(ModelName model, String commit, HubFile file) {
        Path link = snapshot(model, commit).resolve(file.name());
        Path target = Path.of("..", "..", "blobs", file.checksum().hex());
        try {
            Files.createDirectories(link.getParent());
            if (Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(target)) {
                return;
            }
            Path fresh = link.resolveSibling(link.getFileName() + ".pdrop");
            Files.deleteIfExists(fresh);
            Files.createSymbolicLink(fresh, target);
            Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (UnsupportedOperationException e) {
            throw new FailedRunException(
                    "expected a file system with symbolic links at " + root
                            + ", found one without; set HF_HOME to a folder elsewhere",
                    e);
        } catch (IOException e) {
            throw unwritable(link, e);
        }
    }

    /** Remembers which commit a revision is. */
    void remember(ModelName model, String commit) {
        if (model.revision().equals(commit)) {
            return;
        }
        Path reference = reference(model);
        try {
            Files.createDirectories(reference.getParent());
            Path fresh = reference.resolveSibling(reference.getFileName() + ".pdrop");
            Files.writeString(fresh, commit);
            Files.move(fresh, reference, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw unwritable(reference, e);
        }
    }

    /** The snapshot of a revision, if one was brought. */
    Optional<Path> remembered(ModelName model) {
        try {
            Path reference = reference(model);
            String commit =
                    Files.isRegularFile(reference) ? Files.readString(reference).strip() : model.revision();
            return Optional.of(commit)
                    .filter(name -> name.matches("[0-9a-f]{40}"))
                    .map(name -> snapshot(model, name))
                    .filter(folder -> Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Path reference(ModelName model) {
        return root.resolve(model.folder()).resolve("refs").resolve(model.revision());
    }

    /**
     * Checks that there is room.
     *
     * @param bytes that are to come
     */
    void requireRoom(ModelName model, long bytes) {
        Path folder = root.resolve(model.folder()).resolve("blobs");
        try {
            Files.createDirectories(folder);
            long room = Files.getFileStore(folder).getUsableSpace();
            if (room < bytes) {
                throw new FailedRunException("expected room for " + Bytes.of(bytes) + " at " + root + ", found "
                        + Bytes.of(room) + "; make room, or set HF_HOME to a folder elsewhere");
            }
        } catch (FileAlreadyExistsException e) {
            throw new FailedRunException(
                    "expected a folder at " + folder + ", found a file; move it away, or set HF_HOME to another folder",
                    e);
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    /** A file that cannot be written. */
    static FailedRunException unwritable(Path file, IOException cause) {
        return new FailedRunException(
                "expected to write " + file + ", found an output error (" + cause.getMessage()
                        + "); make room or check the permissions of the folder, then run the same command again",
                cause);
    }
}
