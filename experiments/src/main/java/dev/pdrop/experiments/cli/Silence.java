// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.run.RunListener;

/** Watches a run and says nothing. */
final class Silence implements RunListener {

    @Override
    public void started(long total) {}

    @Override
    public void found(String arm, int count) {}

    @Override
    public void answered(String arm, int count) {}

    @Override
    public void ended() {}
}
