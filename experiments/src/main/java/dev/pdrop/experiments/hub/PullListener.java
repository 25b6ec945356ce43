// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.hub;

/** Hears how the files of a model arrive; called on the thread that brings them. */
public interface PullListener {

    /**
     * It is known what there is to bring.
     *
     * @param files how many
     * @param bytes of all of them
     * @param there of these, what has arrived before
     */
    default void begun(int files, long bytes, long there) {}

    /** More of a file has arrived. */
    default void received(String file, long bytes) {}

    /** What has arrived of a file does not count any more. */
    default void lost(long bytes) {}

    /** Something went wrong and is tried again. */
    default void again(String why) {}

    /** Nothing more arrives. */
    default void ended() {}
}
