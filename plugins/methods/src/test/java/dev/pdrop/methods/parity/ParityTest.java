// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods.parity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.spi.TrainableBackbone;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Holds the methods to the official implementations: every case folder that is found is run and compared.
 *
 * <p>Cases stand in the test resources under {@code parity/cases}, and in {@code DIR/cases} for
 * {@code -Dpdrop.parity=DIR}. The table of results is printed and written to {@code target/parity.md}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ParityTest {

    private final Checkpoints checkpoints = new Checkpoints("cpu");
    private final ParityTable table = new ParityTable();

    @TestFactory
    List<DynamicTest> agreesWithTheOfficialImplementation() throws IOException, URISyntaxException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path root : roots()) {
            try (Stream<Path> folders = Files.list(root.resolve("cases"))) {
                for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
                    tests.add(DynamicTest.dynamicTest(
                            folder.getFileName().toString(), () -> run(ParityCase.read(folder))));
                }
            }
        }
        return tests;
    }

    @AfterAll
    void publishTheTable() throws IOException, URISyntaxException {
        checkpoints.close();
        String markdown = table.markdown();
        Files.writeString(resources().resolveSibling("..").normalize().resolve("parity.md"), markdown);
        System.out.println("\n" + markdown);
    }

    private void run(ParityCase parity) throws IOException {
        Comparison comparison = switch (parity.kind()) {
            case "tokenizer" -> new TextCase(parity).compare();
            case "preprocess" -> new PictureCase(parity).compare();
            case "pdrop_train" -> trained(parity);
            case "vanilla", "pdrop", "fastv" ->
                new MethodCase(parity).compare(checkpoints.backbone(parity.path("model")));
            default -> throw new IllegalArgumentException(parity.name() + " is of unknown kind " + parity.kind());
        };
        table.add(comparison);
        assertThat(comparison.differences()).isEmpty();
    }

    private Comparison trained(ParityCase parity) throws IOException {
        try (TrainableBackbone backbone = checkpoints.trainable(parity.path("model"))) {
            return new TrainingCase(parity).compare(backbone);
        }
    }

    private static List<Path> roots() throws URISyntaxException {
        String further = System.getProperty("pdrop.parity", "");
        return further.isEmpty() ? List.of(resources()) : List.of(resources(), Path.of(further));
    }

    private static Path resources() throws URISyntaxException {
        URL parity = ParityTest.class.getResource("/parity");
        return Path.of(Objects.requireNonNull(parity).toURI());
    }
}
