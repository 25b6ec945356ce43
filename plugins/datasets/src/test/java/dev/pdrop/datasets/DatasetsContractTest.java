// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets;

import dev.pdrop.datasets.glyph.Difficulty;
import dev.pdrop.datasets.glyph.GlyphVqaDataset;
import dev.pdrop.datasets.glyph.QuestionType;
import dev.pdrop.datasets.glyph.Split;
import dev.pdrop.datasets.jsonl.JsonlDataset;
import dev.pdrop.datasets.metrics.ExactMatch;
import dev.pdrop.spi.Dataset;
import dev.pdrop.spi.Metric;
import dev.pdrop.testing.DatasetContract;
import dev.pdrop.testing.MetricContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

class DatasetsContractTest {

    @Nested
    class Jsonl implements DatasetContract {
        @TempDir
        Path folder;

        @Override
        public Dataset dataset() {
            Path file = folder.resolve("questions.jsonl");
            try {
                Files.write(
                        file,
                        List.of(
                                "{\"id\": 1, \"question\": \"what ?\", \"answer\": \"this\"}",
                                "",
                                "{\"id\": 2, \"question\": \"where ?\", \"answer\": [\"here\", \"there\"]}",
                                "{\"id\": 3, \"question\": \"when ?\", \"answer\": \"now\", \"type\": \"time\"}"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new JsonlDataset(new JsonlDataset.Config(file, Optional.empty()));
        }
    }

    @Nested
    class GlyphVqa implements DatasetContract {
        @Override
        public Dataset dataset() {
            return new GlyphVqaDataset(new GlyphVqaDataset.Config(
                    Split.TEST,
                    17,
                    10,
                    3,
                    0,
                    List.of(QuestionType.values()),
                    new Difficulty(6, 3, 7, 0.8, 0.4, 0.6, 0.6, 0.9, 12, 5, Optional.empty())));
        }
    }

    @Nested
    class ExactMatching implements MetricContract {
        @Override
        public Metric metric() {
            return new ExactMatch();
        }
    }
}
