// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.experiments.config.ConfigText;
import dev.pdrop.experiments.plan.DatasetPlan;
import dev.pdrop.experiments.plan.OnError;
import dev.pdrop.spi.Example;
import dev.pdrop.spi.FailedRunException;
import dev.pdrop.spi.ImageFile;
import dev.pdrop.spi.ImageSource;
import dev.pdrop.spi.InvalidDataException;
import dev.pdrop.spi.VideoFrames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What a plan asks, known before a model is loaded: every line of the data set is read and checked, and of picture
 * files the bytes are hashed, which needs no decoding.
 *
 * @param questions how many
 * @param onImages how many of them are about each image; a question without an image, or one that could not be read,
 *     stands for itself
 * @param inputs hash of ids, questions, accepted answers and picture files, in order; of a picture that is not a file,
 *     the name by which its source calls it
 */
record Survey(long questions, List<Integer> onImages, String inputs) {

    /** Copies the counts. */
    Survey {
        onImages = List.copyOf(onImages);
    }

    /**
     * What a plan asks, pictures left alone: without a hash.
     *
     * @param each takes what was read, in order
     * @throws InvalidDataException if there is no question, or one is malformed and that is not to be recorded
     */
    static Survey withoutPictures(DatasetPlan plan, OnError onError, Consumer<Examples.Read> each) {
        return of(plan, onError, each, () -> "");
    }

    /**
     * Reads the data set and its picture files.
     *
     * @throws InvalidDataException if there is no question, or one is malformed and that is not to be recorded
     */
    static Survey of(DatasetPlan plan, OnError onError) {
        Inputs inputs = new Inputs();
        return of(plan, onError, inputs::add, () -> inputs.digest.hex());
    }

    private static Survey of(DatasetPlan plan, OnError onError, Consumer<Examples.Read> each, Supplier<String> hash) {
        Map<Object, Integer> onImages = new LinkedHashMap<>();
        try (Examples examples = new Examples(plan, onError)) {
            long count = 0;
            for (Optional<Examples.Read> read = examples.next(); read.isPresent(); read = examples.next()) {
                count++;
                each.accept(read.get());
                onImages.merge(images(read.get()), 1, Integer::sum);
            }
            if (count == 0) {
                throw new InvalidDataException("expected at least one question, found none in the data set "
                        + ConfigText.inline(plan.source().effective().root())
                        + ": give it another file");
            }
            return new Survey(count, List.copyOf(onImages.values()), hash.get());
        }
    }

    private static Object images(Examples.Read read) {
        return read.example()
                .map(Example::images)
                .filter(images -> !images.isEmpty())
                .<Object>map(images -> images)
                .orElseGet(read::number);
    }

    /** The hash while it grows. */
    private static final class Inputs {

        /** Neighbouring questions are often about one picture. */
        private static final int REMEMBERED = 64;

        private final Digest digest = new Digest();
        private final Map<ImageSource, String> pictures = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<ImageSource, String> eldest) {
                return size() > REMEMBERED;
            }
        };

        void add(Examples.Read read) {
            if (read.example().isEmpty()) {
                digest.text(Question.Unasked.malformed(read).input());
                return;
            }
            Example example = read.example().get();
            digest.text(example.id())
                    .text(example.question())
                    .text(example.answers().toString());
            example.images().forEach(image -> digest.text(pictures.computeIfAbsent(image, Inputs::content)));
        }

        private static String content(ImageSource image) {
            if (image instanceof VideoFrames video) {
                return video.frames().stream()
                        .map(Inputs::content)
                        .collect(Collectors.joining(" ", video.framesPerSecond() + " ", ""));
            }
            return image instanceof ImageFile file ? content(file.path()) : image.name();
        }

        /** A file that cannot be read is an input too: its questions will not be asked. */
        private static String content(Path file) {
            try {
                return Files.isRegularFile(file) ? new Digest().content(file).hex() : "";
            } catch (FailedRunException unreadable) {
                return "";
            }
        }
    }
}
