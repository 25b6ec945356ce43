// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The processor and which of its instructions matter to matrix products. */
final class ProcessorCheck implements Check {

    private static final String SUBJECT = "processor";

    /* The kernel's names of the instruction sets, with ours. */
    private static final Map<String, String> FEATURES = features();

    private static final Set<String> FAST_BFLOAT16 = Set.of("avx512_bf16", "amx_bf16", "bf16");

    private final Path description;
    private final String architecture;

    /**
     * A check.
     *
     * @param description the kernel's description of the processors; other systems have none
     * @param architecture what Java calls the processor's architecture
     */
    ProcessorCheck(Path description, String architecture) {
        this.description = description;
        this.architecture = architecture;
    }

    @Override
    public List<Finding> findings() {
        List<String> lines = lines();
        Set<String> flags = field(lines, "flags")
                .or(() -> field(lines, "Features"))
                .map(text -> Set.copyOf(Arrays.asList(text.split(" +"))))
                .orElseGet(Set::of);
        if (flags.isEmpty()) {
            return List.of(Finding.ok(SUBJECT, architecture + "; this system does not tell its instruction sets"));
        }
        String known = FEATURES.entrySet().stream()
                .filter(feature -> flags.contains(feature.getKey()))
                .map(Map.Entry::getValue)
                .collect(Collectors.joining(", "));
        boolean fast = FAST_BFLOAT16.stream().anyMatch(flags::contains);
        String found = field(lines, "model name").orElse(architecture) + "; "
                + (known.isEmpty() ? "no vector instructions of note" : known)
                + (fast ? "; computes in bfloat16" : "; no bfloat16: dtype = float32 is the faster one");
        return List.of(
                isX86() && !flags.contains("avx2")
                        ? Finding.warn(SUBJECT, found, "expect libtorch to be slow without AVX2; use another machine")
                        : Finding.ok(SUBJECT, found));
    }

    private boolean isX86() {
        return architecture.equals("amd64") || architecture.equals("x86_64");
    }

    private List<String> lines() {
        try {
            return Files.isReadable(description) ? Files.readAllLines(description) : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** The first value of a field: all processors of a machine are taken to be alike. */
    private static Optional<String> field(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.contains(":"))
                .filter(line -> line.substring(0, line.indexOf(':')).strip().equals(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst();
    }

    private static Map<String, String> features() {
        Map<String, String> features = new LinkedHashMap<>();
        for (String[] feature : new ArrayList<>(List.of(
                new String[] {"avx2", "AVX2"},
                new String[] {"avx512f", "AVX-512"},
                new String[] {"avx512_bf16", "AVX512-BF16"},
                new String[] {"amx_bf16", "AMX-BF16"},
                new String[] {"asimd", "NEON"},
                new String[] {"sve", "SVE"},
                new String[] {"bf16", "BF16"}))) {
            features.put(feature[0], feature[1]);
        }
        return features;
    }
}
