// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.text;

import dev.pdrop.spi.Conversation.Turn;
import java.util.List;
import java.util.stream.Collectors;

/** The texts of the turns as they are, with a space between two turns. */
final class PlainTemplate implements Template {

    static final String NAME = "plain";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String render(List<Turn> turns, int images) {
        return turns.stream().map(Turn::text).collect(Collectors.joining(" "));
    }
}
