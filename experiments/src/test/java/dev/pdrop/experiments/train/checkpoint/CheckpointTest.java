// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import dev.pdrop.spi.FailedRunException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckpointTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void givesBackWhatWasWritten() {
        Path file = folder.resolve("a.checkpoint");
        float[] values = {1.5f, -0.0f, Float.MIN_VALUE, 3e38f};
        try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
            Checkpoint.write(
                    file,
                    "{\"step\": 3}",
                    Map.of("weights", manager.create(values), "one", manager.create(new float[] {7})));
        }
        Checkpoint read = Checkpoint.read(file, "look for another");
        assertThat(read.state()).isEqualTo("{\"step\": 3}");
        assertThat(read.tensor("weights")).containsExactly(values);
        assertThat(read.tensor("one")).containsExactly(7f);
        assertThatThrownBy(() -> read.tensor("other"))
                .isInstanceOf(FailedRunException.class)
                .hasMessage("expected a checkpoint at " + file + ", found no tensor other: look for another");
    }

    @Test
    void whatIsCutShortOrNoCheckpointIsSaidToBe() throws Exception {
        Path file = folder.resolve("a.checkpoint");
        try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
            Checkpoint.write(file, "{}", Map.of("weights", manager.create(new float[100])));
        }
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 8));
        assertThatThrownBy(() -> Checkpoint.read(file, "look for another").tensor("weights"))
                .isInstanceOf(FailedRunException.class)
                .hasMessageContaining("one that ends early");
        for (int length : new int[] {0, 4, 20}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Checkpoint.read(file, "look for another")).isInstanceOf(FailedRunException.class);
        }
        Files.writeString(file, "no checkpoint at all, and yet long enough to be one");
        assertThatThrownBy(() -> Checkpoint.read(file, "look for another")).isInstanceOf(FailedRunException.class);
    }
}
