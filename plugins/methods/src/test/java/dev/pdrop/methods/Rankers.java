// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods;

import dev.pdrop.methods.controls.RandomRanker;
import dev.pdrop.methods.fastv.FastVRanker;
import dev.pdrop.methods.pyramiddrop.PyramidDropRanker;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.TokenRanker;
import java.util.List;

/** Rankers of every kind, so that each option that changes what is captured is there once. */
final class Rankers {

    /** As the authors of PyramidDrop released it. */
    static final TokenRanker OFFICIAL = new PyramidDropRanker(new PyramidDropRanker.Config(
            PyramidDropRanker.Softmax.ROW,
            Capture.Rotation.POST,
            PyramidDropRanker.Query.LAST_PROMPT_TOKEN,
            PyramidDropRanker.Layer.NEXT,
            PyramidDropRanker.Heads.MEAN));

    /** The official one first, the random one last. */
    static final List<TokenRanker> ALL = List.of(
            OFFICIAL,
            new PyramidDropRanker(new PyramidDropRanker.Config(
                    PyramidDropRanker.Softmax.VISUAL,
                    Capture.Rotation.NONE,
                    PyramidDropRanker.Query.PROMPT_MEAN,
                    PyramidDropRanker.Layer.CURRENT,
                    PyramidDropRanker.Heads.MAX)),
            new FastVRanker(new FastVRanker.Config(FastVRanker.Query.LAST_PROMPT_TOKEN)),
            new FastVRanker(new FastVRanker.Config(FastVRanker.Query.MEAN)),
            new RandomRanker());

    private Rankers() {}
}
