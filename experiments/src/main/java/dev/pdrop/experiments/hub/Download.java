// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;

/**
 * Brings one file into the cache: goes on where an earlier attempt broke off, and lets nobody see it before its size
 * and its checksum are right.
 *
 * <p>Mutable; belongs to one file and one thread.
 */
final class Download {

    private static final int BUFFER = 1 << 20;

    private final HubClient client;
    private final Listing listing;
    private final HubFile file;
    private final Path partial;
    private final Path blob;
    private final Patience patience;
    private final PullListener listener;
    private MessageDigest digest;
    private long arrived;

    Download(
            HubClient client, HubCache cache, Listing listing, HubFile file, Patience patience, PullListener listener) {
        this.client = client;
        this.listing = listing;
        this.file = file;
        this.partial = cache.partial(listing.model(), file.checksum());
        this.blob = cache.blob(listing.model(), file.checksum());
        this.patience = patience;
        this.listener = listener;
        this.digest = file.checksum().begin(file.size());
    }

    /** How many of the bytes a cache has already. */
    static long there(HubCache cache, ModelName model, HubFile file) throws IOException {
        if (isThere(cache.blob(model, file.checksum()), file)) {
            return file.size();
        }
        Path partial = cache.partial(model, file.checksum());
        return Files.isRegularFile(partial) ? Math.min(Files.size(partial), file.size()) : 0;
    }

    private static boolean isThere(Path blob, HubFile file) throws IOException {
        return Files.isRegularFile(blob) && Files.size(blob) == file.size();
    }

    /** Brings it, unless it is there. */
    void run() throws HubException, IOException {
        if (isThere(blob, file)) {
            return;
        }
        try (FileChannel output = FileChannel.open(
                partial, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            takeUp(output);
            int failed = 0;
            while (arrived < file.size()) {
                long before = arrived;
                try {
                    receive(output);
                } catch (HubException e) {
                    failed = arrived > before ? 1 : failed + 1;
                    patience.waitAfter(failed, e);
                    listener.again(file.name() + ": " + e.getMessage());
                }
            }
            output.force(true);
        }
        if (!file.checksum().isOf(digest)) {
            Files.delete(partial);
            listener.lost(arrived);
            throw HubException.lasting(
                    "other bytes than those of its checksum " + file.checksum().hex(),
                    "they are thrown away: run the same command again, and if that does not help, ask who published the"
                            + " model");
        }
        Files.move(partial, blob, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** What an earlier attempt has left counts again. */
    private void takeUp(FileChannel output) throws IOException {
        if (output.size() > file.size()) {
            output.truncate(0);
        }
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        while (output.read(buffer) >= 0) {
            digest.update(buffer.flip());
            buffer.clear();
        }
        arrived = output.position();
    }

    private void receive(FileChannel output) throws HubException, IOException {
        try (HubClient.Body body = client.file(listing, file, arrived)) {
            if (body.from() != arrived) {
                beginAnew(output);
            }
            byte[] buffer = new byte[BUFFER];
            for (int read = read(body.body(), buffer); read >= 0; read = read(body.body(), buffer)) {
                if (arrived + read > file.size()) {
                    beginAnew(output);
                    throw HubException.lasting(
                            "more than the " + file.size() + " bytes that are listed",
                            "run the same command again, and if that does not help, correct HF_ENDPOINT");
                }
                write(output, ByteBuffer.wrap(buffer, 0, read));
                digest.update(buffer, 0, read);
                arrived += read;
                listener.received(file.name(), read);
            }
        }
        if (arrived < file.size()) {
            throw HubException.passing("that the connection broke off", Duration.ZERO);
        }
    }

    /** Errors of the connection are told apart from those of the disk. */
    private int read(InputStream body, byte[] buffer) throws HubException {
        try {
            return body.read(buffer);
        } catch (IOException e) {
            throw client.broken(e);
        }
    }

    private static void write(FileChannel output, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            output.write(bytes);
        }
    }

    private void beginAnew(FileChannel output) throws IOException {
        output.truncate(0);
        listener.lost(arrived);
        arrived = 0;
        digest = file.checksum().begin(file.size());
    }
}
