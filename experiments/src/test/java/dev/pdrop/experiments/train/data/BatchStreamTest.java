// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.spi.Dataset;
import dev.pdrop.spi.Example;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.ImageSource;
import dev.pdrop.spi.InvalidDataException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class BatchStreamTest {

    private static final int BATCH = 2;

    /** An image of a number. */
    private record Numbered(String name) implements ImageSource {
        @Override
        public Image read() {
            return Image.of(name, 1, 1, new byte[3]);
        }
    }

    /**
     * Questions about numbered images.
     *
     * @param name begins the names
     * @param images how many
     * @param each questions about each
     */
    private record Numbers(String name, int images, int each) implements Dataset {
        @Override
        public Stream<Example> examples() {
            return IntStream.range(0, images * each)
                    .mapToObj(number -> new Example(
                            "q" + number,
                            List.of(new Numbered(name + number / each)),
                            "?",
                            List.of("a"),
                            "t" + number % each,
                            "here:" + number));
        }
    }

    @Test
    void questionsOfAnImageComeTogetherAndThePassBeginsAnew() {
        try (GroupReader reader = new GroupReader(new Numbers("i", 2, 3), 2, 0)) {
            List<String> groups = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                ImageGroup group = reader.next();
                groups.add(
                        group.images().get(0).name() + " x " + group.examples().size() + " to " + reader.position());
            }
            assertThat(groups)
                    .containsExactly("i0 x 2 to 2", "i0 x 1 to 3", "i1 x 2 to 5", "i1 x 1 to 6", "i0 x 2 to 2");
        }
    }

    @Test
    void anEmptyDataSetIsSaidToBeEmpty() {
        try (GroupReader reader = new GroupReader(new Numbers("i", 0, 1), 2, 0)) {
            assertThatThrownBy(reader::next)
                    .isInstanceOf(InvalidDataException.class)
                    .hasMessageContaining("found none in the data set");
        }
    }

    @Test
    void threadsDecideNothing() {
        assertThat(names(stream(3, Position.BEGINNING), 40, 1000))
                .isEqualTo(names(stream(1, Position.BEGINNING), 40, 1000));
    }

    @Test
    void everyImageComesOnceInAPass() {
        List<String> names = names(stream(1, Position.BEGINNING), 24, 1000);
        assertThat(names).hasSize(48).doesNotHaveDuplicates();
    }

    @Test
    void whatGoesOnFromAPositionIsWhatWouldHaveCome() {
        List<String> whole = names(stream(1, Position.BEGINNING), 40, 25);
        for (int before = 0; before < 40; before += 3) {
            List<String> names = new ArrayList<>();
            Position position = Position.BEGINNING;
            try (BatchStream first = stream(1, position)) {
                for (int step = 0; step < before; step++) {
                    names.addAll(names(first.next(step < 25 ? 0 : 1)));
                }
                position = first.position();
            }
            try (BatchStream second = stream(2, position)) {
                for (int step = before; step < 40; step++) {
                    names.addAll(names(second.next(step < 25 ? 0 : 1)));
                }
            }
            assertThat(names).as("stopped after %d", before).isEqualTo(whole);
        }
    }

    @Test
    void anotherPhaseGoesOnAtTheSamePlace() {
        List<String> names = names(stream(1, Position.BEGINNING), 9, 3);
        assertThat(names.subList(0, 6)).allMatch(name -> name.startsWith("a"));
        // The pool of the first 16 images is given up; the next one begins at image 16.
        assertThat(names.subList(6, 18)).allMatch(name -> name.startsWith("b"));
        assertThat(names.subList(6, 18)).allMatch(name -> Integer.parseInt(name.substring(1)) >= 16);
    }

    /** Takes a while, whatever anybody says, as native code does. */
    private record Slow(AtomicInteger begun, AtomicInteger reading) implements ImageSource {
        @Override
        public String name() {
            return "slow";
        }

        @Override
        public Image read() {
            reading.incrementAndGet();
            begun.incrementAndGet();
            long until = System.nanoTime() + 100_000_000;
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            reading.decrementAndGet();
            return Image.of("slow", 1, 1, new byte[3]);
        }
    }

    @Test
    void whenItIsClosedNobodyReadsAnyMore() {
        AtomicInteger begun = new AtomicInteger();
        AtomicInteger reading = new AtomicInteger();
        Slow slow = new Slow(begun, reading);
        Dataset dataset = () -> Stream.of(new Example("q", List.of(slow), "?", List.of("a"), "t", "here:1"));
        BatchMaker maker = new BatchMaker(1, Optional.empty(), Optional.empty(), new PatchWeights(1, 0));
        BatchStream stream = new BatchStream(List.of(dataset), maker, 1, 1, 17, 2, Position.BEGINNING);
        // What comes first has eight images; those behind it are being read by now.
        stream.next(0);
        assertThat(begun.get()).isGreaterThan(8);
        stream.close();
        assertThat(reading.get()).isZero();
    }

    private static BatchStream stream(int threads, Position from) {
        BatchMaker maker = new BatchMaker(BATCH, Optional.empty(), Optional.empty(), new PatchWeights(1, 0));
        return new BatchStream(
                List.of(new Numbers("a", 50, 3), new Numbers("b", 50, 3)), maker, 3, BATCH, 17, threads, from);
    }

    private static List<String> names(BatchStream stream, int batches, int second) {
        List<String> names = new ArrayList<>();
        try (stream) {
            for (int batch = 0; batch < batches; batch++) {
                names.addAll(names(stream.next(batch < second ? 0 : 1)));
            }
        }
        return names;
    }

    private static List<String> names(TrainingBatch batch) {
        return batch.images().stream().map(Image::name).toList();
    }
}
