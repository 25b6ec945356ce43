// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets;

import dev.pdrop.datasets.glyph.GlyphVqaDataset;
import dev.pdrop.datasets.jsonl.JsonlDataset;
import dev.pdrop.datasets.metrics.ExactMatch;
import dev.pdrop.spi.DatasetFactory;
import dev.pdrop.spi.MetricFactory;
import dev.pdrop.spi.Plugin;
import java.util.List;

/** Question sets, read or made up, and the metrics that judge answers. */
public final class DatasetsPlugin implements Plugin {

    @Override
    public List<DatasetFactory<?>> datasets() {
        return List.of(new JsonlDataset.Factory(), new GlyphVqaDataset.Factory());
    }

    @Override
    public List<MetricFactory<?>> metrics() {
        return List.of(new ExactMatch.Factory());
    }
}
