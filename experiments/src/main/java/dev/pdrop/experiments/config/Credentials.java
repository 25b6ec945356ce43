// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.config;

import java.util.regex.Pattern;

/** Names and passwords in the addresses of servers, which no text for people may repeat. */
public final class Credentials {

    /*
     * Up to the last @, since a password may hold others, and a slash, unencoded. Of an address that holds an @ further
     * on too much is hidden, which does no harm.
     */
    private static final Pattern IN_ADDRESS = Pattern.compile("://[^\\s\"]*@");

    private Credentials() {}

    /** A text in which each of them has become {@code ***}. */
    public static String hiddenIn(String text) {
        return IN_ADDRESS.matcher(text).replaceAll("://***@");
    }
}
