// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.engine.statistics.Contrast.Difference;
import dev.pdrop.experiments.Planning;
import dev.pdrop.experiments.config.InvalidConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an experiment asks to be held against what. */
final class ContrastSettingTest {

    @TempDir
    private Path folder;

    @Test
    void namesArmsThatAreDeclaredMadeByAnAxisOrAttached() throws IOException {
        ExperimentPlan plan = plan("""
                contrasts { "p lambda=0.3" = ["p lambda=0.5", f], f = ["random of f"] }
                """);

        assertThat(plan.contrasts())
                .hasValue(List.of(
                        new Difference("f", "random of f"),
                        new Difference("p lambda=0.3", "p lambda=0.5"),
                        new Difference("p lambda=0.3", "f")));
    }

    @Test
    void noneIsWhatNobodyAsksFor() throws IOException {
        assertThat(plan("").contrasts()).isEmpty();
        assertThat(plan("contrasts {}").contrasts()).hasValue(List.of());
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        assertThatThrownBy(() -> plan("""
                contrasts {
                  f = [g, f, full, full]
                  full = f
                  q = [f]
                  "p lambda=0.3" = [f, 7]
                  "p lambda=0.5" = ["p lambda=0.3"]
                }
                """))
                .isInstanceOf(InvalidConfigException.class)
                .message()
                .isEqualTo(String.join(
                        "\n",
                        "FILE:14: contrasts.f[0]: unknown arm 'g'; did you mean 'f'?".replace("FILE", file()),
                        "FILE:14: contrasts.f[1]: expected another arm than 'f' itself, found it; leave it out"
                                .replace("FILE", file()),
                        "FILE:14: contrasts.f[3]: expected each pair once, found 'f' against 'full' again; leave one out"
                                .replace("FILE", file()),
                        "FILE:15: contrasts.full: expected a list of the arms that it is held against, found \"f\""
                                .replace("FILE", file()),
                        "FILE:16: contrasts: unknown arm 'q'; did you mean 'f'?".replace("FILE", file()),
                        "FILE:17: contrasts.\"p lambda=0.3\"[1]: expected the name of an arm, found 7"
                                .replace("FILE", file())));
    }

    private String file() {
        return folder.resolve("asked.conf").toString();
    }

    private ExperimentPlan plan(String contrasts) throws IOException {
        Files.writeString(folder.resolve("asked.conf"), """
                include required("%s/base.conf")
                name = asked, controls = [random]
                question = "Which one?"
                backbone = glyph-llava
                dataset = glyph-questions
                arms {
                  full = full
                  p = pyramid-drop
                  f = fastv
                }
                axes { "p.schedule.lambda" = [0.3, 0.5] }

                %s
                """.formatted(Planning.CONF.toAbsolutePath(), contrasts));
        return Planning.real().experiments().read(file(), List.of());
    }
}
