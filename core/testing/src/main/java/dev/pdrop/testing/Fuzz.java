// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing;

import dev.pdrop.spi.PdropException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Feeds broken inputs to something that must take or refuse each of them: no other failure than a
 * {@link PdropException}, and none that takes long.
 *
 * <p>The corpus is fed first, as it is. {@code -Dpdrop.fuzz=N} feeds N mutated inputs instead of the few that every
 * build does, and {@code -Dpdrop.fuzz.seed=S} others. The input of a failure is kept in {@code target/fuzz}; so is the
 * last one, should the process die.
 */
public final class Fuzz {

    private static final System.Logger LOGGER = System.getLogger(Fuzz.class.getName());
    private static final String CASES = "pdrop.fuzz";
    private static final String SEED = "pdrop.fuzz.seed";
    private static final long DEFAULT_SEED = 17;
    private static final long SECONDS = 60;

    private final String name;
    private final List<byte[]> corpus;
    private final List<byte[]> words;

    /**
     * A fuzzer.
     *
     * @param name names the files of failures
     * @param corpus whole inputs, at least one
     * @param words what means something in such an input, at least one
     */
    public Fuzz(String name, List<byte[]> corpus, List<byte[]> words) {
        this.name = name;
        this.corpus = List.copyOf(corpus);
        this.words = List.copyOf(words);
    }

    /** A fuzzer of texts. */
    public static Fuzz ofTexts(String name, List<String> corpus, List<String> words) {
        return new Fuzz(name, bytes(corpus), bytes(words));
    }

    /** What takes an input. */
    public interface Target {
        /**
         * Takes an input.
         *
         * @throws PdropException if it refuses it
         * @throws IOException if the test itself fails
         */
        void take(byte[] input) throws IOException;
    }

    /**
     * What became of the inputs.
     *
     * @param cases how many there were, the corpus included
     * @param taken how many were taken
     * @param slowestMillis how long the slowest took
     */
    public record Outcome(int cases, int taken, long slowestMillis) {}

    /**
     * Feeds the corpus and mutated inputs.
     *
     * @param usually how many mutated inputs there are unless a property says otherwise
     * @throws AssertionError if one fails otherwise than by refusal, or takes longer than a minute; names seed and file
     */
    public Outcome feed(int usually, Target target) {
        int mutated = Integer.getInteger(CASES, usually);
        long seed = Long.getLong(SEED, DEFAULT_SEED);
        Mutations mutations = new Mutations(new Random(seed), corpus, words);
        ExecutorService worker = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "fuzz");
            thread.setDaemon(true);
            return thread;
        });
        try {
            int taken = 0;
            long slowest = 0;
            for (int number = 0; number < corpus.size() + mutated; number++) {
                byte[] input = number < corpus.size() ? corpus.get(number) : mutations.next();
                long start = System.nanoTime();
                taken += takes(worker, target, input, "with seed " + seed + ", input " + number) ? 1 : 0;
                slowest = Math.max(slowest, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
            }
            Outcome outcome = new Outcome(corpus.size() + mutated, taken, slowest);
            tell(seed, outcome);
            return outcome;
        } finally {
            worker.shutdownNow();
        }
    }

    private boolean takes(ExecutorService worker, Target target, byte[] input, String which) {
        Path file = keep(input, "last");
        try {
            worker.submit(() -> {
                        target.take(input);
                        return input;
                    })
                    .get(SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof PdropException refusal) {
                requireMessage(refusal, which, input);
                return false;
            }
            throw new AssertionError(name + " failed " + which + ", kept in " + keep(input, "failed"), e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError(name + " took more than " + SECONDS + " s " + which + ", kept in " + file, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void requireMessage(PdropException refusal, String which, byte[] input) {
        String message = refusal.getMessage();
        if (message == null || message.isBlank() || message.contains("\tat ")) {
            throw new AssertionError(
                    name + " refused without a sentence " + which + ", kept in " + keep(input, "failed"), refusal);
        }
    }

    private Path keep(byte[] input, String what) {
        try {
            Path folder = Files.createDirectories(Path.of("target", "fuzz"));
            return Files.write(folder.resolve(name + "-" + what), input);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void tell(long seed, Outcome outcome) {
        if (Integer.getInteger(CASES) != null) {
            LOGGER.log(
                    System.Logger.Level.INFO,
                    "fuzz {0}: {1} inputs with seed {2}, {3} taken, the others refused; slowest {4} ms",
                    name,
                    Integer.toString(outcome.cases()),
                    Long.toString(seed),
                    Integer.toString(outcome.taken()),
                    Long.toString(outcome.slowestMillis()));
        }
    }

    /** Texts as UTF-8. */
    public static List<byte[]> bytes(List<String> texts) {
        return texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    }
}
