// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CredentialsTest {

    @Test
    void aPasswordIsHiddenWhateverItHolds() {
        assertThat(Credentials.hiddenIn("uri = \"http://ali:hidden@localhost:5000\""))
                .isEqualTo("uri = \"http://***@localhost:5000\"");
        assertThat(Credentials.hiddenIn("http://ali:hid/den@localhost:5000")).isEqualTo("http://***@localhost:5000");
        assertThat(Credentials.hiddenIn("http://ali:p@hidden@localhost:5000")).isEqualTo("http://***@localhost:5000");
    }

    @Test
    void anythingElseStays() {
        String text = "http://localhost:5000 and a@b, http://h/x \"c@d\"";
        assertThat(Credentials.hiddenIn(text)).isEqualTo(text);
    }
}
