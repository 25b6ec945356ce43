// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing.toy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.Queries;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The captures of one step: handed on from the state before, or taken on the way. */
final class ToyCaptures {

    private final Set<Capture> declared;
    private final NDManager owner;
    private final Map<Capture, NDArray> captured = new TreeMap<>();

    /**
     * Hands on what is declared and carried.
     *
     * @param owner owns what is captured
     * @throws IllegalArgumentException if something declared concerns a layer that has run and is not carried
     */
    ToyCaptures(Set<Capture> declared, ToyState from, NDManager owner) {
        this.declared = declared;
        this.owner = owner;
        for (Capture capture : declared) {
            NDArray carried = from.captured.get(capture);
            if (carried != null) {
                captured.put(capture, ToyTensors.share(carried, owner));
            } else if (capture.point().compareTo(Point.decoder(from.layer())) < 0) {
                throw new IllegalArgumentException("expected a capture declared before its layer ran, found " + capture
                        + " missing at layer " + from.layer() + ": declare it when that layer runs");
            }
        }
    }

    /** Takes the declared captures of layer {@code k} that are not carried. */
    void take(int k, ToyLayer layer, NDArray hidden, ToyRows rows) {
        for (Capture capture : declared) {
            if (capture.point().equals(Point.decoder(k)) && !captured.containsKey(capture)) {
                NDArray value = layer.capture(capture, hidden, rows);
                value.attach(owner);
                captured.put(capture, value);
            }
        }
    }

    Map<Capture, NDArray> captured() {
        return captured;
    }

    /** A value after a drop: token columns and the rows of {@code ALL} follow the rows that stay. */
    static NDArray follow(Capture capture, NDArray value, int[][] staying) {
        NDArray rows = value;
        if (capture.queries() == Queries.Named.ALL) {
            rows = ToyTensors.pick(value, staying, capture.kind() == Capture.Kind.HIDDEN ? 1 : 2);
        }
        return capture.hasTokenColumns() ? ToyTensors.pick(rows, staying, 3) : rows;
    }
}
