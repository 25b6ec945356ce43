// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.tree;

import dev.pdrop.spi.Action;
import dev.pdrop.spi.TokenRanker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which arms are ranked by one ranker where they act.
 *
 * @param arms all arms, in whose order groups come
 */
record RankerGroups(List<TreeArm> arms) {

    /** Those who act, by what ranks for them, in the order in which rankers first appear among all arms. */
    List<List<Traveller>> groups(List<Traveller> acting) {
        Map<Integer, List<Traveller>> alike = new TreeMap<>();
        for (Traveller traveller : acting) {
            alike.computeIfAbsent(firstWith(ranker(traveller)), unused -> new ArrayList<>())
                    .add(traveller);
        }
        return List.copyOf(alike.values());
    }

    private static Optional<TokenRanker> ranker(Traveller traveller) {
        return traveller.next().action() instanceof Action.Keep
                ? traveller.method().ranker()
                : Optional.empty();
    }

    private int firstWith(Optional<TokenRanker> ranker) {
        for (int number = 0; ranker.isPresent() && number < arms.size(); number++) {
            if (arms.get(number).method().ranker().equals(ranker)) {
                return number;
            }
        }
        return -1;
    }
}
