// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.spi.FailedRunException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CodeContentTest {

    private static final Map<String, String> CODE = Map.of("a/B.class", "code", "a/b.conf", "seed = 17");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void isThatOfTheSameCodePackedAnotherTimeOrNotAtAll() throws IOException {
        String hash = CodeContent.hash(jar("one.jar", 0, CODE));
        assertThat(CodeContent.hash(jar("other.jar", 1_000_000_000_000L, CODE))).isEqualTo(hash);
        Path classes = folder.resolve("classes");
        Files.createDirectories(classes.resolve("a"));
        for (Map.Entry<String, String> entry : CODE.entrySet()) {
            Files.writeString(classes.resolve(entry.getKey()), entry.getValue());
        }
        assertThat(CodeContent.hash(classes)).isEqualTo(hash);
    }

    @Test
    void leavesOutWhatPackingAdds() throws IOException {
        Map<String, String> more = new LinkedHashMap<>(CODE);
        more.put("META-INF/MANIFEST.MF", "Build-Jdk: 21");
        more.put("META-INF/maven/a/pom.properties", "version=2");
        more.put("dev/pdrop/experiments/run/version.properties", "commit=0123abc");
        assertThat(CodeContent.hash(jar("more.jar", 0, more))).isEqualTo(CodeContent.hash(jar("one.jar", 0, CODE)));
    }

    @Test
    void isAnotherWithAnotherClassResourceOrName() throws IOException {
        assertThat(CodeContent.hash(jar("one.jar", 0, CODE)))
                .isNotEqualTo(
                        CodeContent.hash(jar("class.jar", 0, Map.of("a/B.class", "other", "a/b.conf", "seed = 17"))))
                .isNotEqualTo(
                        CodeContent.hash(jar("conf.jar", 0, Map.of("a/B.class", "code", "a/b.conf", "seed = 18"))))
                .isNotEqualTo(
                        CodeContent.hash(jar("name.jar", 0, Map.of("a/C.class", "code", "a/b.conf", "seed = 17"))));
    }

    @Test
    void namesAJarThatCannotBeRead() throws IOException {
        Path torn = Files.writeString(folder.resolve("torn.jar"), "PK");
        assertThatThrownBy(() -> CodeContent.hash(torn))
                .isInstanceOf(FailedRunException.class)
                .hasMessageStartingWith("expected to read the code in " + torn + ", found an input error (");
    }

    private Path jar(String name, long time, Map<String, String> entries) throws IOException {
        Path jar = folder.resolve(name);
        try (OutputStream stream = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(stream)) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                JarEntry packed = new JarEntry(entry.getKey());
                packed.setTime(time);
                out.putNextEntry(packed);
                out.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }
}
