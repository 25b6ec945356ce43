// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.spi.PdropException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Answers that other runs in the same folder have given already, found by arm key.
 *
 * <p>Nothing is read before the first answer is missing; then the manifests of the neighbours, which name every arm key
 * of their journals, and of these journals only the ones with a key that is wanted. A neighbour that cannot be read is
 * passed over: what it would have given is computed.
 */
final class EarlierRuns implements AutoCloseable {

    private final Path own;
    private final Set<String> wanted;
    private Optional<List<Journal>> journals = Optional.empty();

    /**
     * The neighbours of a run folder.
     *
     * @param own the run folder itself
     * @param wanted arm keys; none if nothing is to be taken over
     */
    EarlierRuns(Path own, Set<String> wanted) {
        this.own = own;
        this.wanted = Set.copyOf(wanted);
    }

    /**
     * What an arm answered to a batch, if some run has it; else nothing.
     *
     * @param batch the batch
     * @param examples ids in order
     */
    List<AnswerRecord> find(AnswerRecord.BatchKey batch, List<String> examples) {
        if (journals.isEmpty()) {
            journals = Optional.of(open());
        }
        for (Journal journal : journals.get()) {
            if (journal.holds(batch, examples)) {
                return journal.find(batch, examples);
            }
        }
        return List.of();
    }

    @Override
    public void close() {
        journals.ifPresent(opened -> opened.forEach(Journal::close));
    }

    private List<Journal> open() {
        Path parent = own.toAbsolutePath().getParent();
        if (parent == null || wanted.isEmpty()) {
            return List.of();
        }
        List<Journal> opened = new ArrayList<>();
        for (Path folder : RunFolder.below(parent)) {
            if (!folder.getFileName().equals(own.getFileName())) {
                open(folder).ifPresent(opened::add);
            }
        }
        return opened;
    }

    private Optional<Journal> open(Path folder) {
        boolean shares = RunFolder.manifestIn(folder).stream()
                .flatMap(manifest -> manifest.findable().stream())
                .anyMatch(wanted::contains);
        Path journal = folder.resolve(RunFolder.JOURNAL);
        try {
            return shares && Files.exists(journal) ? Optional.of(Journal.reading(journal, wanted)) : Optional.empty();
        } catch (PdropException unreadable) {
            return Optional.empty();
        }
    }
}
