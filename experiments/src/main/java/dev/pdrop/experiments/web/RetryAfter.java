// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.web;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** The header {@code Retry-After}: how long a server wants to be left alone. */
public final class RetryAfter {

    /** Nobody knows what is in an hour. */
    public static final Duration LONGEST = Duration.ofHours(1);

    private RetryAfter() {}

    /**
     * Reads it.
     *
     * @param value seconds, or a date of HTTP
     * @param now to count from
     * @return between zero and {@link #LONGEST}; zero if it says nothing that can be understood
     */
    public static Duration of(String value, Instant now) {
        String text = value.strip();
        if (text.matches("\\d{1,18}")) {
            return bounded(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            return bounded(Duration.between(
                    now,
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant()));
        } catch (DateTimeException e) {
            return Duration.ZERO;
        }
    }

    private static Duration bounded(Duration wanted) {
        if (wanted.isNegative()) {
            return Duration.ZERO;
        }
        return wanted.compareTo(LONGEST) < 0 ? wanted : LONGEST;
    }
}
