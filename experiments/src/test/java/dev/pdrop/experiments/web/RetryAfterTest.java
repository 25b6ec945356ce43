// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RetryAfterTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "120, 120",
        "' 7 ', 7",
        "3601, 3600",
        "999999999999999999, 3600",
        "9999999999999999999999, 0",
        "-5, 0",
        "'Thu, 01 Jan 2026 12:00:30 GMT', 30",
        "'Thu, 01 Jan 2026 11:00:00 GMT', 0",
        "'Fri, 01 Jan 2027 11:00:00 GMT', 3600",
        "soon, 0",
        "'', 0"
    })
    void isSecondsOrADateAndAnHourAtMost(String value, long seconds) {
        assertThat(RetryAfter.of(value, NOON)).isEqualTo(Duration.ofSeconds(seconds));
    }
}
