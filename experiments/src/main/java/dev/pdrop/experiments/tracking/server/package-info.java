// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/**
 * Talks to an MLflow server over its REST interface; knows nothing of experiments.
 *
 * <p>{@link dev.pdrop.experiments.tracking.server.MlflowAddress} says where the server is and how one signs in,
 * {@link dev.pdrop.experiments.tracking.server.MlflowServer} is what can be asked of it, and
 * {@link dev.pdrop.experiments.tracking.server.MlflowException} is every way in which that can fail.
 *
 * <p><b>Why not MLflow's own Java client.</b> A run must never wait for its tracking server, and the client can wait
 * for ever: it has no timeout, and an answer of 429 takes a connection out of its pool for good, so that the third
 * request hangs. It also leaves the credentials of the environment unread, and needs a Python {@code mlflow} to upload
 * a file. A deadline put around it would leave a stuck thread behind for every request given up. The ten requests
 * needed here are small; the JDK's client sends them and can be told to stop.
 */
@NullMarked
package dev.pdrop.experiments.tracking.server;

import org.jspecify.annotations.NullMarked;
