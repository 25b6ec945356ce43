// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.hub;

import dev.pdrop.spi.FailedRunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Brings a model folder from a hub: configuration, tokenizer and weights as safetensors, and nothing else.
 *
 * <p>A folder can be seen only once all of it is there; {@code config.json} comes last.
 */
public final class Pull {

    private static final String CONFIG = "config.json";
    private static final String WEIGHTS = "model.safetensors";

    private final HubClient client;
    private final HubCache cache;
    private final Patience patience;

    /**
     * A model folder that is whole.
     *
     * @param model whose it is
     * @param commit which revision it is; the folder's name
     * @param folder the folder
     * @param files how many it holds that a model needs
     * @param bytes of these
     */
    public record Pulled(String model, String commit, Path folder, int files, long bytes) {}

    /**
     * A pull.
     *
     * @param address where the hub is
     * @param cache where models lie
     * @param patience how long to try
     */
    public Pull(HubAddress address, HubCache cache, Patience patience) {
        this.client = new HubClient(address, patience.silence());
        this.cache = cache;
        this.patience = patience;
    }

    /**
     * Brings what is not there.
     *
     * @throws FailedRunException if it cannot be had; what has arrived is kept and gone on with next time
     */
    public Pulled run(ModelName model, PullListener listener) {
        Listing listing =
                Listing.read(model, asked("list the files of " + model, () -> listing(model)), client.address());
        List<HubFile> descriptions = listing.descriptions();
        // Refused before anything is written.
        List<HubFile> single = listing.index().isPresent() ? List.of() : listing.weights();
        HubCache.Hold hold = cache.hold(model);
        try {
            List<HubFile> files = new ArrayList<>(single);
            listing.index().ifPresent(index -> files.addAll(sharded(listing, index)));
            files.addAll(descriptions);
            bring(listing, files, listener);
            link(listing, files);
            cache.remember(model, listing.commit());
            Path folder = cache.snapshot(model, listing.commit());
            return new Pulled(model.toString(), listing.commit(), folder, files.size(), bytes(files));
        } finally {
            hold.close();
        }
    }

    /**
     * What is there already, without asking anybody.
     *
     * @throws FailedRunException if it is not there as a whole
     */
    public static Pulled offline(HubCache cache, ModelName model) {
        Path folder = cache.remembered(model)
                .orElseThrow(() -> new FailedRunException("expected " + model + " in the cache at " + cache.root()
                        + ", found nothing; run the same command with a network and without --offline"));
        List<Path> files = new ArrayList<>();
        files.add(present(model, folder, CONFIG));
        Path index = folder.resolve(Listing.INDEX);
        if (Files.isRegularFile(index)) {
            files.add(index);
            for (String shard : Shards.named(model, text(index))) {
                files.add(present(model, folder, shard));
            }
        } else {
            files.add(present(model, folder, WEIGHTS));
        }
        long bytes = files.stream().mapToLong(Pull::size).sum();
        return new Pulled(model.toString(), String.valueOf(folder.getFileName()), folder, files.size(), bytes);
    }

    private String listing(ModelName model) throws HubException {
        for (int failed = 1; ; failed++) {
            try {
                return client.listing(model);
            } catch (HubException e) {
                patience.waitAfter(failed, e);
            }
        }
    }

    /** The index, and the files that it names. */
    private List<HubFile> sharded(Listing listing, HubFile index) {
        cache.requireRoom(listing.model(), index.size());
        fetch(listing, index, new PullListener() {});
        List<HubFile> files = new ArrayList<>();
        files.add(index);
        files.addAll(
                listing.weights(Shards.named(listing.model(), text(cache.blob(listing.model(), index.checksum())))));
        return files;
    }

    private void bring(Listing listing, List<HubFile> files, PullListener listener) {
        long bytes = bytes(files);
        long there = 0;
        for (HubFile file : files) {
            try {
                there += Download.there(cache, listing.model(), file);
            } catch (IOException e) {
                throw HubCache.unwritable(cache.blob(listing.model(), file.checksum()), e);
            }
        }
        cache.requireRoom(listing.model(), bytes - there);
        listener.begun(files.size(), bytes, there);
        try {
            files.forEach(file -> fetch(listing, file, listener));
        } finally {
            listener.ended();
        }
    }

    private void fetch(Listing listing, HubFile file, PullListener listener) {
        asked("send " + file.name() + " of " + listing.model(), () -> {
            new Download(client, cache, listing, file, patience, listener).run();
            return file;
        });
    }

    /** What makes a folder a model's comes last. */
    private void link(Listing listing, List<HubFile> files) {
        files.stream()
                .sorted(Comparator.comparing(file -> file.name().equals(CONFIG)))
                .forEach(file -> cache.link(listing.model(), listing.commit(), file));
    }

    /** Something that is asked of the hub. */
    private interface Asking<T> {
        T get() throws HubException, IOException;
    }

    private <T> T asked(String purpose, Asking<T> asking) {
        try {
            return asking.get();
        } catch (HubException e) {
            throw new FailedRunException(
                    "expected " + client.address() + " to " + purpose + ", found " + e.getMessage(), e);
        } catch (IOException e) {
            throw HubCache.unwritable(cache.root(), e);
        }
    }

    private static long bytes(List<HubFile> files) {
        return files.stream().mapToLong(HubFile::size).sum();
    }

    private static Path present(ModelName model, Path folder, String name) {
        Path file = folder.resolve(name);
        if (!Files.isRegularFile(file)) {
            throw new FailedRunException("expected " + name + " of " + model + " in the cache at " + folder
                    + ", found nothing; run the same command with a network and without --offline");
        }
        return file;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new FailedRunException(
                    "expected to read " + file + ", found an input error (" + e.getMessage()
                            + "); remove it and run again",
                    e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }
}
