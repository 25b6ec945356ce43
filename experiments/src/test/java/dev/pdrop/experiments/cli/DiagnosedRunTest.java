// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.engine.diagnosis.ArmDiagnosis;
import dev.pdrop.engine.diagnosis.Diagnosis;
import dev.pdrop.engine.diagnosis.StageDiagnosis;
import dev.pdrop.experiments.run.DiagnosedRun;
import dev.pdrop.experiments.run.ShownPicture;
import dev.pdrop.experiments.run.StoredRun;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs on the embedded checkpoint, and what their arms keep. */
final class DiagnosedRunTest {

    private static final String DIAGNOSE = "diagnose={questions=8,pictures=2}";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void saysWhatArmsKeepAndChangesNoResult() throws IOException {
        Path plain = run(folder.resolve("plain"), "diagnose=null");
        assertThat(StoredRun.read(plain).diagnosed()).isEmpty();
        assertThat(Files.readString(plain.resolve("report.html"))).doesNotContain("What stays");

        Path ran = run(folder.resolve("diagnosed"), DIAGNOSE);
        assertThat(Timeless.of(ran)).isEqualTo(Timeless.of(plain));
        DiagnosedRun diagnosed = StoredRun.read(ran).diagnosed().orElseThrow();
        Diagnosis diagnosis = diagnosed.diagnosis();
        assertThat(diagnosis.questions()).isEqualTo(8);
        assertThat(diagnosis.images()).isEqualTo(2);
        assertThat(diagnosis.rows()).isEqualTo(12);
        assertThat(diagnosis.columns()).isEqualTo(12);
        assertThat(diagnosis.padding()).isZero();
        assertThat(diagnosis.arms())
                .extracting(ArmDiagnosis::arm)
                .containsExactly("pyramid-drop", "fastv-k2", "fastv-k3", "random");
        // 144, then 72, 36 and 18.
        assertThat(diagnosis.arms().get(0).stages())
                .extracting(StageDiagnosis::layer, StageDiagnosis::ranked, StageDiagnosis::kept)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(3, 144.0, 72.0),
                        org.assertj.core.groups.Tuple.tuple(6, 72.0, 36.0),
                        org.assertj.core.groups.Tuple.tuple(9, 36.0, 18.0));
        assertThat(diagnosis.arms())
                .allSatisfy(arm -> assertThat(arm.stages()).allSatisfy(stage -> {
                    assertThat(stage.rows().stream()
                                    .mapToDouble(Double::doubleValue)
                                    .sum())
                            .isBetween(0.999999, 1.000001);
                    assertThat(stage.spatialEntropy().orElseThrow()).isBetween(0.3, 1.0);
                    assertThat(stage.spread().orElseThrow()).isBetween(arm.arm().equals("random") ? 0.9 : 0.3, 1.1);
                }));
        // Random choices agree with others as far as chance does, about.
        assertThat(diagnosis.overlaps())
                .filteredOn(one -> one.second().equals("random"))
                .hasSize(3)
                .allSatisfy(one -> assertThat(one.jaccard()).isBetween(0.0, one.chance() + 0.15));
    }

    @Test
    void saysNothingOfWhatIsMerged() throws IOException {
        Path ran = run(folder, DIAGNOSE, "arms.averaged=pool");
        assertThat(StoredRun.read(ran).diagnosed().orElseThrow().diagnosis().arms())
                .extracting(ArmDiagnosis::arm)
                .containsExactly("pyramid-drop", "fastv-k2", "fastv-k3", "random");
    }

    @Test
    void showsPicturesWithWhatStaysOfThem() throws IOException {
        Path ran = run(folder, DIAGNOSE);
        DiagnosedRun diagnosed = StoredRun.read(ran).diagnosed().orElseThrow();
        assertThat(diagnosed.pictures()).hasSize(2);
        ShownPicture picture = diagnosed.pictures().get(0);
        assertThat(picture.regions()).hasSize(144);
        assertThat(ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(picture.png())))
                        .getWidth())
                .isEqualTo(picture.width());
        assertThat(picture.arms().get(0).stages())
                .extracting(stage -> stage.kept().size())
                .containsExactly(72, 36, 18);
        assertThat(picture.arms().get(0).stages().get(0).kept())
                .containsAll(picture.arms().get(0).stages().get(1).kept());
        assertThat(Files.readString(ran.resolve("report.html")))
                .contains("What stays", "data:image/png;base64,", "before layer 3: 72 of 144 stay", "#picture-");
    }

    @Test
    void looksOnceAndAgainOnlyIfItIsAskedForSomethingElse() throws IOException {
        Path file = run(folder, DIAGNOSE).resolve("diagnosis.json");
        Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.fromMillis(1000));
        run(folder, DIAGNOSE);
        assertThat(Files.getLastModifiedTime(file).toMillis()).isEqualTo(1000);
        run(folder, "diagnose={questions=4,pictures=1}");
        assertThat(StoredRun.read(CommandRun.onlyFolder(folder))
                        .diagnosed()
                        .orElseThrow()
                        .pictures())
                .hasSize(1);
        Path without = run(folder, "diagnose=null");
        assertThat(StoredRun.read(without).diagnosed())
                .as("pictures that are not wanted any more")
                .isEmpty();
        assertThat(Files.readString(without.resolve("report.html"))).doesNotContain("data:image/png");
    }

    private static Path run(Path runs, String... settings) throws IOException {
        Stream<String> all =
                Stream.concat(Stream.of(settings), Stream.of("dataset.limit=8", "output=\"" + runs + "\""));
        Object[] arguments = Stream.concat(
                        Stream.of("run", "quickstart", "--quiet"), all.flatMap(one -> Stream.of("--set", one)))
                .toArray();
        CommandRun command = CommandRun.of(Map.of(), arguments);
        assertThat(command.exitCode()).as(command.error()).isZero();
        return CommandRun.onlyFolder(runs);
    }
}
