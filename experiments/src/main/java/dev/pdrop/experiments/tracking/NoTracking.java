// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking;

/** Tells nobody. */
final class NoTracking implements Tracking {

    @Override
    public void started(long total) {}

    @Override
    public void found(String arm, int count) {}

    @Override
    public void answered(String arm, int count) {}

    @Override
    public void ended() {}

    @Override
    public void complete() {}

    @Override
    public void close() {}
}
