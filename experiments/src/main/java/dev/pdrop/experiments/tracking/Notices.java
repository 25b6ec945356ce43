// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking;

/** Takes lines for people, from any thread. */
public interface Notices {

    /** Something went as it should. */
    void success(String line);

    /** Something did not. */
    void problem(String line);
}
