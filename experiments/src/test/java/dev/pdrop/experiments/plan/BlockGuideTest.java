// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.experiments.config.RecordBinder;
import dev.pdrop.experiments.plugin.PluginKind;
import org.junit.jupiter.api.Test;

final class BlockGuideTest {

    @Test
    void namesEverySettingOfADatasetsBlockThatIsNotThePlugins() {
        String guide = BlockGuide.of(PluginKind.DATASET, "jsonl");

        assertThat(guide).contains("dataset { use = jsonl, .. }");
        assertThat(RecordBinder.keys(DatasetSettings.class))
                .allSatisfy(key -> assertThat(guide).contains("# " + key + ": "));
    }

    @Test
    void namesEverySettingOfAMethod() {
        String both = BlockGuide.of(PluginKind.RANKER, "fastv") + BlockGuide.of(PluginKind.SCHEDULER, "single");

        assertThat(RecordBinder.keys(MethodSettings.class))
                .allSatisfy(key -> assertThat(both).contains("# " + key + ": "));
    }

    @Test
    void everyKindHasAGuideThatSaysWhereAPluginStands() {
        for (PluginKind kind : PluginKind.values()) {
            assertThat(BlockGuide.of(kind, "mine"))
                    .startsWith("# It stands in ")
                    .contains("{ use = mine, .. }");
        }
    }
}
