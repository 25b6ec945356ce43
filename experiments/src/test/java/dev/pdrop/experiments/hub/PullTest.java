// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.experiments.hub.LocalHub.Manner;
import dev.pdrop.spi.FailedRunException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models from a hub that runs on this machine. */
final class PullTest {

    private static final Patience LITTLE =
            new Patience(3, Duration.ofMillis(1), Duration.ofSeconds(2), Duration.ofMillis(500));
    private static final ModelName MODEL = ModelName.of("some-org/a.model");
    private static final String LISTING = "/api/models/some-org/a.model/revision/main?blobs=true";

    private final byte[] weights = bytes(1, 300_000);
    private final LocalHub hub = new LocalHub()
            .with("config.json", "{}")
            .with("tokenizer.json", "{\"a\": 1}")
            .with("README.md", "hello")
            .with("pytorch_model.bin", "a pickle")
            .with("model.safetensors", weights);

    @TempDir
    private Path folder = Path.of("");

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void bringsWhatAModelNeedsAndNothingElse() throws IOException {
        Pull.Pulled pulled = pull(MODEL);

        assertThat(pulled.files()).isEqualTo(3);
        assertThat(pulled.bytes()).isEqualTo(300_000 + 2 + 8);
        assertThat(pulled.folder())
                .isEqualTo(folder.resolve("hub/models--some-org--a.model/snapshots")
                        .resolve(LocalHub.COMMIT));
        assertThat(names(pulled.folder()))
                .containsExactlyInAnyOrder("config.json", "tokenizer.json", "model.safetensors");
        assertThat(pulled.folder().resolve("model.safetensors")).hasBinaryContent(weights);
        assertThat(hub.paths()).noneMatch(path -> path.contains("pytorch_model") || path.contains("README"));
        pulled = pull(MODEL);
        assertThat(hub.paths().stream().filter(path -> path.equals(LISTING))).hasSize(2);
        assertThat(hub.paths().stream().filter(path -> path.contains("/elsewhere/")))
                .as("what is there is not brought again")
                .hasSize(1);
        assertThat(pulled.files()).isEqualTo(3);
    }

    /** As described in the documentation of the hub's own library. */
    @Test
    void liesInTheCacheAsTheHubsOwnProgramsLayItOut() throws IOException {
        pull(MODEL);
        Path model = folder.resolve("hub/models--some-org--a.model");

        assertThat(model.resolve("refs/main")).hasContent(LocalHub.COMMIT);
        Path link = model.resolve("snapshots").resolve(LocalHub.COMMIT).resolve("model.safetensors");
        assertThat(Files.readSymbolicLink(link))
                .isEqualTo(Path.of("../../blobs").resolve(LocalHub.hex("SHA-256", weights)));
        assertThat(names(model.resolve("blobs")))
                .containsExactlyInAnyOrder(
                        LocalHub.hex("SHA-256", weights),
                        // git hash-object of a file that holds {}
                        "9e26dfeeb6e641a33dae4961196235bdb965b21b",
                        LocalHub.gitBlob("{\"a\": 1}".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void bringsTheFilesThatAnIndexNames() throws IOException {
        byte[] second = bytes(2, 1000);
        hub.with("model-00001-of-00002.safetensors", weights)
                .with("model-00002-of-00002.safetensors", second)
                .with("consolidated.safetensors", bytes(3, 10))
                .with(
                        "model.safetensors.index.json",
                        "{\"weight_map\": {\"a\": \"model-00001-of-00002.safetensors\", \"b\": \"model-00002-of-00002.safetensors\","
                                + " \"c\": \"model-00001-of-00002.safetensors\"}}");

        Pull.Pulled pulled = pull(MODEL);

        assertThat(names(pulled.folder()))
                .containsExactlyInAnyOrder(
                        "config.json",
                        "tokenizer.json",
                        "model.safetensors.index.json",
                        "model-00001-of-00002.safetensors",
                        "model-00002-of-00002.safetensors");
        assertThat(Pull.offline(cache(), MODEL).folder()).isEqualTo(pulled.folder());
    }

    @Test
    void goesOnWhereTheConnectionBroke() throws IOException {
        hub.behave("/elsewhere/model.safetensors", 2, Manner.CUT);
        List<String> again = new ArrayList<>();

        Pull.Pulled pulled = pull(MODEL, new PullListener() {
            @Override
            public void again(String why) {
                again.add(why);
            }
        });

        assertThat(pulled.folder().resolve("model.safetensors")).hasBinaryContent(weights);
        assertThat(hub.requests().stream()
                        .filter(one -> one.path().startsWith("/elsewhere/"))
                        .map(LocalHub.Request::range))
                .containsExactly("", "bytes=150000-", "bytes=225000-");
        assertThat(again)
                .hasSize(2)
                .allMatch(why -> why.startsWith("model.safetensors: that the connection broke off"));
    }

    @Test
    void goesOnWithWhatAnEarlierRunLeft() throws IOException {
        Path partial = cache().partial(MODEL, new Checksum(Checksum.Kind.SHA256, LocalHub.hex("SHA-256", weights)));
        Files.createDirectories(partial.getParent());
        Files.write(partial, Arrays.copyOf(weights, 123_456));

        Pull.Pulled pulled = pull(MODEL);

        assertThat(pulled.folder().resolve("model.safetensors")).hasBinaryContent(weights);
        assertThat(hub.requests()).anyMatch(one -> one.range().equals("bytes=123456-"));
        assertThat(partial).doesNotExist();
    }

    @Test
    void beginsAnewWhereAServerHasNoParts() throws IOException {
        hub.behave((number, request) ->
                !request.path().startsWith("/elsewhere/") ? Manner.WELL : number == 1 ? Manner.CUT : Manner.WHOLE);

        assertThat(pull(MODEL).folder().resolve("model.safetensors")).hasBinaryContent(weights);
    }

    @Test
    void throwsAwayWhatIsNotWhatWasListed() throws IOException {
        hub.behave("/elsewhere/model.safetensors", 1, Manner.WRONG_BYTES);

        assertThatThrownBy(() -> pull(MODEL))
                .isInstanceOf(FailedRunException.class)
                .hasMessage(
                        "expected " + hub.uri() + " to send model.safetensors of some-org/a.model, found other bytes"
                                + " than those of its checksum " + LocalHub.hex("SHA-256", weights)
                                + "; they are thrown away: run the same command again, and if that does not help, ask who published"
                                + " the model");
        assertThat(cache().snapshot(MODEL, LocalHub.COMMIT))
                .as("nobody takes it for a model")
                .doesNotExist();
        assertThat(names(folder.resolve("hub/models--some-org--a.model/blobs"))).isEmpty();
        assertThat(pull(MODEL).folder().resolve("model.safetensors")).hasBinaryContent(weights);
    }

    @Test
    void refusesMoreThanWasListed() {
        hub.behave("/elsewhere/model.safetensors", 1, Manner.TOO_MUCH);

        assertThatThrownBy(() -> pull(MODEL)).hasMessageContaining("found more than the 300000 bytes that are listed");
    }

    @Test
    void triesAgainWhatMayPass() throws IOException {
        hub.behave((number, request) ->
                number > 1 ? Manner.WELL : request.path().startsWith("/elsewhere/") ? Manner.BUSY : Manner.TOO_OFTEN);

        assertThat(pull(MODEL).files()).isEqualTo(3);
    }

    @Test
    void givesUpInTheEnd() {
        hub.behave("/elsewhere/model.safetensors", Integer.MAX_VALUE, Manner.TOO_OFTEN);
        assertThatThrownBy(() -> pull(MODEL))
                .hasMessageEndingWith(
                        "found that it was asked too often (429); run the same command again later, what has"
                                + " arrived is kept");
        assertThat(hub.paths().stream().filter(path -> path.startsWith("/elsewhere/")))
                .hasSize(3);
    }

    @Test
    void doesNotWaitForAnHour() {
        hub.behave("/elsewhere/model.safetensors", 1, Manner.TOO_OFTEN_FOR_LONG);
        assertThatThrownBy(() -> pull(MODEL)).hasMessageContaining("asked too often (429)");
        assertThat(hub.paths().stream().filter(path -> path.startsWith("/elsewhere/")))
                .hasSize(1);
    }

    @Test
    void doesNotWaitForAServerThatSaysNoMore() throws IOException {
        hub.behave("/elsewhere/model.safetensors", 1, Manner.STALLED);

        assertThat(pull(MODEL).folder().resolve("model.safetensors")).hasBinaryContent(weights);
    }

    @Test
    void givesTheTokenToTheHubAlone() {
        Map<String, String> environment = Map.of("HF_ENDPOINT", hub.uri(), "HF_TOKEN", "hf_secret");
        HubAddress address = HubAddress.of(environment, folder);
        new Pull(address, cache(), LITTLE).run(MODEL, new PullListener() {});

        assertThat(hub.requests())
                .allSatisfy(one -> assertThat(one.authorization())
                        .isEqualTo(one.path().startsWith("/elsewhere/") ? "" : "Bearer hf_secret"));
        assertThat(address).asString().doesNotContain("hf_secret");
        assertThatThrownBy(() ->
                        HubAddress.of(Map.of("HF_ENDPOINT", "http://hub.example", "HF_TOKEN", "hf_secret"), folder))
                .hasMessage("HF_ENDPOINT: expected an address of https for a token to be sent to, found"
                        + " http://hub.example; use https, or go without a token");
    }

    @Test
    void takesTheTokenOfALogin() throws IOException {
        Files.writeString(folder.resolve("token"), "hf_of_login\n");
        new Pull(HubAddress.of(Map.of("HF_ENDPOINT", hub.uri()), folder), cache(), LITTLE)
                .run(MODEL, new PullListener() {});

        assertThat(hub.requests().get(0).authorization()).isEqualTo("Bearer hf_of_login");
    }

    @Test
    void followsNoRedirectAstray() {
        hub.behave("model.safetensors", Integer.MAX_VALUE, Manner.CIRCLE);
        assertThatThrownBy(() -> pull(MODEL)).hasMessageContaining("found more than 5 redirects; correct HF_ENDPOINT");
        hub.behave("model.safetensors", Integer.MAX_VALUE, Manner.ASTRAY);
        assertThatThrownBy(() -> pull(MODEL)).hasMessageContaining("found a redirect to a place that is none of https");
    }

    @Test
    void writesNothingUnderNamesThatLeadAway() throws IOException {
        hub.with("../evil.safetensors", bytes(4, 10))
                .with("/config.json", "{}")
                .with("sub/config.json", "{}")
                .with("..", "x");

        assertThat(names(pull(MODEL).folder()))
                .containsExactlyInAnyOrder("config.json", "tokenizer.json", "model.safetensors");

        hub.with("model.safetensors.index.json", "{\"weight_map\": {\"a\": \"../evil.safetensors\"}}");
        assertThatThrownBy(() -> pull(MODEL))
                .hasMessage(
                        "expected the files that model.safetensors.index.json of some-org/a.model names to be safetensors"
                                + " beside it, found '../evil.safetensors'; choose another revision");
        hub.with("model.safetensors.index.json", "{\"weight_map\": {\"a\": \"pytorch_model.bin\"}}");
        assertThatThrownBy(() -> pull(MODEL)).hasMessageContaining("found 'pytorch_model.bin'");
        hub.at("../../../../evil");
        assertThatThrownBy(() -> pull(MODEL)).hasMessageContaining("found an answer that is none");
    }

    @Test
    void takesNamesOfModelsAndNothingElse() {
        assertThat(ModelName.of("org/name@refs/pr/1")).isEqualTo(new ModelName("org", "name", "refs/pr/1"));
        assertThat(ModelName.of("org/name")).hasToString("org/name");
        for (String wrong :
                List.of("name", "a/b/c", "../b", "a/..", "a/b@../../c", "a/b@", "/a/b", "a--b/c", "a/b@c/../d")) {
            assertThatThrownBy(() -> ModelName.of(wrong))
                    .as(wrong)
                    .hasMessage("MODEL: expected the name of a model, ORG/NAME or ORG/NAME@REVISION, found '" + wrong
                            + "'; see how the hub spells it");
        }
    }

    @Test
    void refusesPickles() {
        try (LocalHub other = new LocalHub().with("config.json", "{}").with("pytorch_model.bin", "a pickle")) {
            assertThatThrownBy(() -> pullFrom(other))
                    .hasMessage("expected weights as safetensors (model.safetensors or model.safetensors.index.json) in"
                            + " some-org/a.model, found pytorch_model.bin, a pickle, which runs code when it is read; choose"
                            + " a revision or a model that has safetensors");
            assertThat(other.paths()).hasSize(1);
        }
        try (LocalHub other = new LocalHub().with("model.safetensors", weights)) {
            assertThatThrownBy(() -> pullFrom(other)).hasMessageContaining("expected config.json among the files");
        }
        assertThat(folder.resolve("hub")).doesNotExist();
    }

    @Test
    void saysWhyAHubDoesNotGiveAModel() {
        hub.behave(LISTING, 1, Manner.UNAUTHORIZED);
        assertThatThrownBy(() -> pull(MODEL))
                .hasMessage("expected " + hub.uri()
                        + " to list the files of some-org/a.model, found that it wants to know who"
                        + " asks, or has no such model (401); check the name, see " + hub.uri()
                        + "/some-org/a.model for conditions to accept, and set HF_TOKEN to a token");
        hub.behave((number, request) -> Manner.FORBIDDEN);
        assertThatThrownBy(() -> new Pull(
                                HubAddress.of(Map.of("HF_ENDPOINT", hub.uri(), "HF_TOKEN", "hf_secret"), folder),
                                cache(),
                                LITTLE)
                        .run(MODEL, new PullListener() {}))
                .hasMessageContaining("found that it does not let the owner of this token have it (403)")
                .hasMessageNotContaining("hf_secret");
        hub.behave((number, request) -> Manner.NOTHING);
        assertThatThrownBy(() -> pull(MODEL))
                .hasMessageEndingWith(
                        "found nothing there (404); check name and revision, or set HF_TOKEN if it is a private one");
        hub.behave((number, request) -> Manner.PAGE);
        assertThatThrownBy(() -> pull(MODEL))
                .hasMessageEndingWith("found an answer that is none; correct HF_ENDPOINT, or try again later");
        hub.close();
        assertThatThrownBy(() -> pull(MODEL))
                .hasMessageEndingWith(
                        "found nothing that listens there; correct HF_ENDPOINT, or take what is in the cache"
                                + " with --offline");
    }

    @Test
    void findsOfflineWhatIsThereAsAWhole() throws IOException {
        assertThatThrownBy(() -> Pull.offline(cache(), MODEL))
                .hasMessageStartingWith(
                        "expected some-org/a.model in the cache at " + folder.resolve("hub") + ", found nothing");
        Pull.Pulled pulled = pull(MODEL);
        int asked = hub.requests().size();

        assertThat(Pull.offline(cache(), MODEL).folder()).isEqualTo(pulled.folder());
        assertThat(Pull.offline(cache(), ModelName.of("some-org/a.model@" + LocalHub.COMMIT))
                        .folder())
                .isEqualTo(pulled.folder());
        assertThat(hub.requests()).hasSize(asked);
        Files.delete(pulled.folder().resolve("model.safetensors"));
        assertThatThrownBy(() -> Pull.offline(cache(), MODEL))
                .hasMessageContaining(
                        "expected model.safetensors of some-org/a.model in the cache at " + pulled.folder());
    }

    @Test
    void isTheOnlyOneAtAModel() {
        try (HubCache.Hold hold = cache().hold(MODEL)) {
            assertThat(hold).isNotNull();
            assertThatThrownBy(() -> pull(MODEL))
                    .hasMessage(
                            "expected to be the only pdrop that brings some-org/a.model, found another one at it; wait for"
                                    + " it to end");
        }
        assertThat(pull(MODEL).files()).isEqualTo(3);
    }

    @Test
    void findsTheCacheWhereTheHubsOwnProgramsFindIt() {
        Path user = folder.resolve("user");
        assertThat(HubCache.of(Map.of(), user).root()).isEqualTo(user.resolve(".cache/huggingface/hub"));
        assertThat(HubCache.of(Map.of("XDG_CACHE_HOME", "/x"), user).root()).isEqualTo(Path.of("/x/huggingface/hub"));
        assertThat(HubCache.of(Map.of("HF_HOME", "/h", "XDG_CACHE_HOME", "/x"), user)
                        .root())
                .isEqualTo(Path.of("/h/hub"));
        assertThat(HubCache.of(Map.of("HF_HUB_CACHE", "/c", "HF_HOME", "/h"), user)
                        .root())
                .isEqualTo(Path.of("/c"));
    }

    private Pull.Pulled pull(ModelName model) {
        return pull(model, new PullListener() {});
    }

    private Pull.Pulled pull(ModelName model, PullListener listener) {
        return new Pull(HubAddress.of(Map.of("HF_ENDPOINT", hub.uri()), folder), cache(), LITTLE).run(model, listener);
    }

    private void pullFrom(LocalHub other) {
        new Pull(HubAddress.of(Map.of("HF_ENDPOINT", other.uri()), folder), cache(), LITTLE)
                .run(MODEL, new PullListener() {});
    }

    private HubCache cache() {
        return new HubCache(folder.resolve("hub"));
    }

    private static List<String> names(Path of) throws IOException {
        try (Stream<Path> files = Files.list(of)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }

    private static byte[] bytes(long seed, int count) {
        byte[] bytes = new byte[count];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
