// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A folder that pdrop writes to, and the room there. */
final class DiskCheck implements Check {

    private static final long NEEDED = 64L << 20;
    private static final long LITTLE = 1L << 30;

    private final String subject;
    private final Path folder;
    private final String advice;
    private final BooleanSupplier needed;

    /**
     * A check.
     *
     * @param subject what the folder is for
     * @param folder need not be there yet
     * @param advice what to do if it does not serve
     * @param needed whether anything is still to be written; asked when it is looked at
     */
    DiskCheck(String subject, Path folder, String advice, BooleanSupplier needed) {
        this.subject = subject;
        this.folder = folder.toAbsolutePath();
        this.advice = advice;
        this.needed = needed;
    }

    @Override
    public List<Finding> findings() {
        Path there = folder;
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        if (!Files.isDirectory(there) || !Files.isWritable(there)) {
            return List.of(bad(folder + " cannot be written"));
        }
        try {
            return List.of(room(Files.getFileStore(there).getUsableSpace()));
        } catch (IOException e) {
            return List.of(Finding.warn(subject, folder + ", whose room cannot be told (" + e.getMessage() + ")", ""));
        }
    }

    private Finding bad(String found) {
        return needed.getAsBoolean() ? Finding.fail(subject, found, advice) : Finding.warn(subject, found, advice);
    }

    private Finding room(long free) {
        String found = Bytes.text(free) + " free for " + folder;
        if (free < NEEDED) {
            return bad(found);
        }
        return free < LITTLE ? Finding.warn(subject, found, advice) : Finding.ok(subject, found);
    }
}
