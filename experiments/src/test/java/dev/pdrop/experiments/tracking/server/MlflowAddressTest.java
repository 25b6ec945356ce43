// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MlflowAddressTest {

    private static final Map<String, String> USER =
            Map.of("MLFLOW_TRACKING_USERNAME", "ali", "MLFLOW_TRACKING_PASSWORD", "sesame");

    @Test
    void leavesOutSlashesAtTheEndAndKeepsAPath() {
        assertThat(address("https://Host.example:8443/mlflow//", Map.of()))
                .hasToString("https://Host.example:8443/mlflow");
        assertThat(address(" http://localhost ", Map.of()).resolve("/api")).hasToString("http://localhost/api");
        assertThat(address("http://[::1]:5000", Map.of())).hasToString("http://[::1]:5000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mlruns",
                "file:./mlruns",
                "sqlite:///mlflow.db",
                "http:",
                "http://",
                "https://a b",
                "databricks"
            })
    void isNothingElse(String text) {
        assertThat(MlflowAddress.of(text, USER)).isEmpty();
    }

    @Test
    void takesUserAndPasswordThenATokenThenTheAddress() {
        assertThat(address("http://h", USER).authorization()).contains("Basic YWxpOnNlc2FtZQ==");
        assertThat(address("http://h", Map.of("MLFLOW_TRACKING_TOKEN", "abc\n")).authorization())
                .contains("Bearer abc");
        assertThat(address("http://ali:sesame@h", Map.of()).authorization()).contains("Basic YWxpOnNlc2FtZQ==");
        assertThat(address("http://other:one@h", USER).authorization()).contains("Basic YWxpOnNlc2FtZQ==");
        assertThat(address("http://h", Map.of("MLFLOW_TRACKING_USERNAME", "ali"))
                        .authorization())
                .isEmpty();
    }

    @Test
    void leavesOutATokenThatNoHeaderCanHold() {
        assertThat(address("http://h", Map.of("MLFLOW_TRACKING_TOKEN", "a\nb")).authorization())
                .isEmpty();
    }

    @Test
    void showsNoSecret() {
        MlflowAddress address = address("http://ali:sesame@h:1/p", Map.of());
        assertThat(address).hasToString("http://h:1/p");
        assertThat(address.withoutSecrets("no sesame, no YWxpOnNlc2FtZQ== here"))
                .isEqualTo("no ***, no *** here");
        assertThat(address("http://h", Map.of("MLFLOW_TRACKING_TOKEN", "abc")).withoutSecrets("Bearer abc"))
                .isEqualTo("Bearer ***");
    }

    private static MlflowAddress address(String text, Map<String, String> environment) {
        return MlflowAddress.of(text, environment).orElseThrow();
    }
}
