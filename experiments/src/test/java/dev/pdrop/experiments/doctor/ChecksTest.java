// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.experiments.doctor.Finding.Status;
import dev.pdrop.experiments.plugin.PluginCatalog;
import dev.pdrop.spi.FailedRunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChecksTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void namesTheInstructionsThatMatter() throws IOException {
        Path cpuinfo = Files.writeString(
                folder.resolve("cpuinfo"),
                "processor\t: 0\nmodel name\t: Some CPU\nflags\t\t: fpu sse avx2 avx512f avx512_bf16\n");

        assertThat(only(new ProcessorCheck(cpuinfo, "amd64")))
                .isEqualTo(Finding.ok("processor", "Some CPU; AVX2, AVX-512, AVX512-BF16; computes in bfloat16"));
    }

    @Test
    void warnsOfAnOldProcessor() throws IOException {
        Path cpuinfo = Files.writeString(folder.resolve("cpuinfo"), "model name: Old\nflags: fpu sse2\n");

        Finding finding = only(new ProcessorCheck(cpuinfo, "amd64"));
        assertThat(finding.status()).isEqualTo(Status.WARN);
        assertThat(finding.found()).contains("no bfloat16");
    }

    @Test
    void knowsThatOtherSystemsDoNotTell() {
        assertThat(only(new ProcessorCheck(folder.resolve("nothing"), "aarch64"))
                        .found())
                .isEqualTo("aarch64; this system does not tell its instruction sets");
    }

    @Test
    void warnsOfThreadsThatWouldSpin() {
        assertThat(only(new ThreadsCheck(4, 0.5, "")).status()).isEqualTo(Status.OK);
        assertThat(only(new ThreadsCheck(4, 3.9, "")).advice()).contains("OMP_NUM_THREADS=1");
        assertThat(only(new ThreadsCheck(4, 3.9, "1")).status()).isEqualTo(Status.OK);
        assertThat(only(new ThreadsCheck(4, -1, "8")).advice()).isEqualTo("set OMP_NUM_THREADS to 4 or less");
        assertThat(only(new ThreadsCheck(4, -1, "many")).status()).isEqualTo(Status.WARN);
    }

    @Test
    void readsWhatTheKernelWouldGiveBack() throws IOException {
        Path little = Files.writeString(
                folder.resolve("little"), "MemTotal: 9000000 kB\nMemFree: 1 kB\nMemAvailable:  1048576 kB\n");
        Path plenty = Files.writeString(folder.resolve("plenty"), "MemAvailable:   33554432 kB\n");

        assertThat(only(new MemoryCheck(little)).status()).isEqualTo(Status.WARN);
        assertThat(only(new MemoryCheck(little)).found()).startsWith("1.0 GiB available of ");
        assertThat(only(new MemoryCheck(plenty)).status()).isEqualTo(Status.OK);
        assertThat(only(new MemoryCheck(folder.resolve("none"))).found()).contains(" available of ");
    }

    @Test
    void looksAtTheNearestFolderThatIsThere() throws IOException {
        assertThat(only(new DiskCheck("run folder", folder.resolve("a/b"), "choose another", () -> true))
                        .status())
                .isNotEqualTo(Status.FAIL);
        Path file = Files.writeString(folder.resolve("file"), "");
        Finding finding = only(new DiskCheck("run folder", file.resolve("runs"), "choose another", () -> true));
        assertThat(finding.status()).isEqualTo(Status.FAIL);
        assertThat(finding.advice()).isEqualTo("choose another");
        Finding unneeded = only(new DiskCheck("cache", file.resolve("cache"), "choose another", () -> false));
        assertThat(unneeded.status()).isEqualTo(Status.WARN);
    }

    @Test
    void tellsWhatIsWrongWithPluginsAndModel() {
        Finding broken = only(new PluginCheck(() -> {
            throw new FailedRunException("expected a plugin, found none");
        }));
        assertThat(broken.status()).isEqualTo(Status.FAIL);
        assertThat(broken.found()).isEqualTo("expected a plugin, found none");

        Finding missing = only(new ModelCheck(() -> {
            throw new FailedRunException("expected a model, found none");
        }));
        assertThat(missing.status()).isEqualTo(Status.WARN);

        Finding unloadable = only(new ModelCheck(() -> {
            throw new UnsatisfiedLinkError("no library");
        }));
        assertThat(unloadable.status()).isEqualTo(Status.FAIL);
    }

    @Test
    void listsThePluginsByKind() {
        Finding finding =
                only(new PluginCheck(() -> PluginCatalog.load(getClass().getClassLoader())));
        assertThat(finding.status()).isEqualTo(Status.OK);
        assertThat(finding.found()).contains("backbones hugging-face").contains("fastv");
    }

    @Test
    void theNativeLibraryLoadsAndSeesTheProcessor() {
        List<Finding> findings = new EngineCheck().findings();
        assertThat(findings).extracting(Finding::subject).containsExactly("native library", "devices");
        assertThat(findings.get(0).status()).isEqualTo(Status.OK);
        assertThat(findings.get(0).found()).startsWith("PyTorch 2.").contains(" loads; unpacked");
        assertThat(findings.get(1).found()).startsWith("cpu");
    }

    private static Finding only(Check check) {
        assertThat(check.findings()).hasSize(1);
        return check.findings().get(0);
    }
}
