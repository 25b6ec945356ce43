// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.glyph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ReadAheadTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void givesValuesInOrderWhateverTheNumberOfThreads(int threads) {
        try (ReadAhead<Long> ahead = new ReadAhead<>(number -> number * number, 3, 300, threads, 7)) {
            for (long number = 3; number < 300; number++) {
                assertThat(ahead.next()).isEqualTo(number * number);
            }
            assertThatThrownBy(ahead::next).isInstanceOf(NoSuchElementException.class);
        }
    }

    @Test
    void makesNothingBeforeItIsAskedAndNoMoreAheadThanAllowed() throws InterruptedException {
        AtomicInteger made = new AtomicInteger();
        CountDownLatch five = new CountDownLatch(5);
        try (ReadAhead<Long> ahead = new ReadAhead<>(
                number -> {
                    made.incrementAndGet();
                    five.countDown();
                    return number;
                },
                0,
                1000,
                2,
                4)) {
            assertThat(made).hasValue(0);
            assertThat(ahead.next()).isZero();
            five.await();
            assertThat(made).hasValue(5);
        }
    }

    @Test
    void worksInTheBackgroundAndEndsItsThreadsWhenClosed() throws InterruptedException {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        CountDownLatch forever = new CountDownLatch(1);
        ReadAhead<Long> ahead = new ReadAhead<>(number -> work(number, threads, forever), 0, 1000, 2, 8);

        assertThat(ahead.next()).isZero();
        assertThat(threads).isNotEmpty().doesNotContain(Thread.currentThread()).allMatch(Thread::isDaemon);
        ahead.close();

        for (Thread thread : threads) {
            thread.join();
        }
        assertThatThrownBy(ahead::next)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void endsItsThreadsAfterTheLastValue() throws InterruptedException {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        ReadAhead<Long> ahead = new ReadAhead<>(
                number -> {
                    threads.add(Thread.currentThread());
                    return number;
                },
                0,
                20,
                3,
                4);

        assertThat(Stream.generate(ahead::next).limit(20)).hasSize(20);

        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Test
    void aFailureReachesTheConsumerInItsTurn() {
        ReadAhead<Long> ahead = new ReadAhead<>(
                number -> {
                    if (number == 2) {
                        throw new IllegalArgumentException("two");
                    }
                    return number;
                },
                0,
                5,
                2,
                5);

        assertThat(ahead.next()).isZero();
        assertThat(ahead.next()).isEqualTo(1);
        assertThatThrownBy(ahead::next)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two");
    }

    /** Blocks for all numbers but the first, until interrupted. */
    private static long work(long number, Set<Thread> threads, CountDownLatch forever) {
        threads.add(Thread.currentThread());
        try {
            if (number > 0) {
                forever.await();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
        return number;
    }
}
