// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking;

/** Tells nobody. */
final class NoTracking implements Tracking {

    @Override
    public void complete() {}

    @Override
    public void failed(String message) {}

    @Override
    public void close() {}
}
