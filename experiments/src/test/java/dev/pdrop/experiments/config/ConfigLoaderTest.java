// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.spi.ErrorKind;
import dev.pdrop.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigLoaderTest {

    @TempDir
    private Path folder;

    @Test
    void includesAreRelativeToTheFileInWhichTheyStand() throws IOException {
        write("sub/b.conf", "include required(\"../c.conf\")\nb = 1");
        write("c.conf", "c = ${d}");
        Path file = write("a.conf", "include \"sub/b.conf\"\nd = 4");

        ParsedConfig parsed = ConfigLoader.parse(file);

        assertThat(parsed.resolve().getInt("c")).isEqualTo(4);
        assertThat(parsed.files())
                .containsExactly(folder.resolve("c.conf"), folder.resolve("sub/b.conf"), folder.resolve("a.conf"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            missing-include  | a = 1\\ninclude "none.conf"
            file-include     | include file("none.conf")
            required-file    | include required(file("none.conf"))
            class-path       | include classpath("none.conf")
            self-include     | # first\\ninclude "a.conf"
            syntax           | a = 1\\nb : c : d
            unclosed         | a { b = 1
            unclosed-above   | # }\\na = "}"\\nb {\\n  c = [1]\\n  d { e = 1 }\\n\\nf = 2 // }
            unclosed-list    | a = "[}"\\nb = [1, [2]\\nc = 3
            too-many-closed  | a { b = 1 }\\n}\\nc = 2
            unclosed-text    | a = "b\\nc = 2
            unresolved       | a = 1\\nb = ${c}
            system-property  | a = ${user.home}
            self-reference   | a = ${a}
            circle           | a = ${b}\\nb = ${a}
            """)
    void saysInOneSentenceWhatIsWrongAndWhere(String name, String text) throws IOException {
        Path file = write("a.conf", text.replace("\\n", "\n"));

        assertThatThrownBy(() -> ConfigLoader.parse(file).resolve())
                .isInstanceOfSatisfying(InvalidConfigException.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(ErrorKind.CONFIG);
                    Golden.assertMatches("config/load-" + name, mask(failure));
                });
    }

    @Test
    void refusesAMissingFileAndAFolder() {
        assertThatThrownBy(() -> ConfigLoader.parse(folder.resolve("none.conf")))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage(
                        folder.resolve("none.conf") + ": expected a configuration file, found nothing; check the path");
        assertThatThrownBy(() -> ConfigLoader.parse(folder)).hasMessageContaining("found a folder");
    }

    @Test
    void anIncludeOfAnIncludeNamesTheInnerFile() throws IOException {
        write("b.conf", "\n\ninclude \"none.conf\"");
        Path file = write("a.conf", "include \"b.conf\"");

        assertThatThrownBy(() -> ConfigLoader.parse(file)).hasMessageStartingWith(folder.resolve("b.conf") + ":3: ");
    }

    @Test
    void everyFileOfACircleOfIncludesIsNotParsedTwice() throws IOException {
        write("b.conf", "include \"a.conf\"");
        Path file = write("a.conf", "include \"b.conf\"");

        assertThatThrownBy(() -> ConfigLoader.parse(file)).hasMessageContaining("b.conf:1: the file includes itself");
    }

    @Test
    void refusesBytesThatAreNoText() throws IOException {
        Path file = write("a.conf", "a = 1\n");
        Files.write(file, new byte[] {'b', '=', (byte) 0xe9, '\n'}, StandardOpenOption.APPEND);

        assertThatThrownBy(() -> ConfigLoader.parse(file))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage(file + ":2: expected UTF-8, found bytes that are none; save the file as UTF-8");
    }

    @Test
    void refusesWhatIsNestedDeeperThanAnybodyWrites() throws IOException {
        Path file = write("a.conf", "a = " + "[".repeat(100_000));

        assertThatThrownBy(() -> ConfigLoader.parse(file))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageEndingWith(
                        "a.conf: expected blocks and lists that are nested a few levels deep, found thousands;"
                                + " correct the file");
    }

    @Test
    void twoFilesMayIncludeTheSameThird() throws IOException {
        write("base.conf", "x = 1");
        write("b.conf", "include \"base.conf\"");
        Path file = write("a.conf", "include \"base.conf\"\ninclude \"b.conf\"");

        assertThat(ConfigLoader.parse(file).resolve().getInt("x")).isEqualTo(1);
        assertThat(List.copyOf(ConfigLoader.parse(file).files())).hasSize(4);
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private String mask(InvalidConfigException failure) {
        return String.valueOf(failure.getMessage()).replace(folder + "/", "");
    }
}
