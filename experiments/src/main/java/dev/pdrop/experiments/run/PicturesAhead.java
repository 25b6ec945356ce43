// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.spi.Image;
import dev.pdrop.spi.ImageSource;
import dev.pdrop.spi.VideoFrames;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Images that a thread of its own reads before their first question comes by; close it. Used by one thread.
 *
 * <p>Keeps the last ones: neighbouring questions are often about one image, and rarely about more than a few. Of large
 * ones, such as videos, it keeps fewer, and reads no video before its question comes by.
 */
final class PicturesAhead implements AutoCloseable {

    private static final int REMEMBERED = 64;
    private static final long REMEMBERED_BYTES = 512L << 20;

    /**
     * An image and the hash of its pixels.
     *
     * @param image what the model sees
     * @param hash of its size and pixels
     */
    record Picture(Image image, String hash) {

        /** An image with its hash. */
        static Picture of(Image image) {
            Digest digest = new Digest().text(image.width() + " x " + image.height());
            if (image.isVideo()) {
                digest.text(image.framesPerSecond() + " a second");
            }
            image.frames().forEach(frame -> digest.bytes(frame.rgb()));
            return new Picture(image, digest.hex());
        }

        private long bytes() {
            return 3L * image.width() * image.height() * image.frames().size();
        }
    }

    private final Worker worker = new Worker("pdrop-pictures");
    private final Map<ImageSource, Long> bytes = new HashMap<>();
    private final Map<ImageSource, Worker.Task<Picture>> pictures = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ImageSource, Worker.Task<Picture>> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** Has a picture read, unless it has been. */
    void expect(ImageSource source) {
        if (!(source instanceof VideoFrames)) {
            begin(source);
        }
    }

    private void begin(ImageSource source) {
        pictures.computeIfAbsent(source, unread -> worker.begin(() -> Picture.of(unread.read())));
    }

    /**
     * An image, as soon as it is read.
     *
     * @throws RuntimeException what went wrong while it was read, the very same
     */
    Picture of(ImageSource source) {
        begin(source);
        Worker.Task<Picture> picture = pictures.get(source);
        if (picture == null) {
            throw new IllegalStateException("an image that is expected is remembered");
        }
        Picture read = picture.value();
        bytes.put(source, read.bytes());
        forgetOthers(source);
        return read;
    }

    /* The map is ordered by use. */
    private void forgetOthers(ImageSource newest) {
        bytes.keySet().retainAll(pictures.keySet());
        long all = bytes.values().stream().mapToLong(Long::longValue).sum();
        for (ImageSource eldest : List.copyOf(pictures.keySet())) {
            if (all <= REMEMBERED_BYTES) {
                return;
            }
            if (!eldest.equals(newest) && bytes.containsKey(eldest)) {
                pictures.remove(eldest);
                all -= bytes.remove(eldest);
            }
        }
    }

    @Override
    public void close() {
        worker.close();
    }
}
