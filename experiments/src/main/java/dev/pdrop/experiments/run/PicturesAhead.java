// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.spi.Image;
import dev.pdrop.spi.ImageSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Images that a thread of its own reads before their first question comes by; close it. Used by one thread.
 *
 * <p>Keeps the last ones: neighbouring questions are often about one image, and rarely about more than a few.
 */
final class PicturesAhead implements AutoCloseable {

    private static final int REMEMBERED = 64;

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
    }

    private final Worker worker = new Worker("pdrop-pictures");
    private final Map<ImageSource, Worker.Task<Picture>> pictures = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ImageSource, Worker.Task<Picture>> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** Has an image read, unless it has been. */
    void expect(ImageSource source) {
        pictures.computeIfAbsent(source, unread -> worker.begin(() -> Picture.of(unread.read())));
    }

    /**
     * An image, as soon as it is read.
     *
     * @throws RuntimeException what went wrong while it was read, the very same
     */
    Picture of(ImageSource source) {
        expect(source);
        Worker.Task<Picture> picture = pictures.get(source);
        if (picture == null) {
            throw new IllegalStateException("an image that is expected is remembered");
        }
        return picture.value();
    }

    @Override
    public void close() {
        worker.close();
    }
}
