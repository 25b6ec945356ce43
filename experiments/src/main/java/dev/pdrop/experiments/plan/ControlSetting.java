// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import dev.pdrop.experiments.config.ConfigProblems;
import dev.pdrop.experiments.config.ConfigText;
import dev.pdrop.experiments.config.NearestName;
import dev.pdrop.experiments.config.SourceLocation;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which controls an experiment wants.
 *
 * @param text as it was asked for
 * @param kinds in their order
 * @param location where it was asked for
 */
record ControlSetting(String text, Set<ControlKind> kinds, SourceLocation location) {

    static final String KEY = "controls";

    /**
     * Reads {@code controls = standard | none | [names]}.
     *
     * @param value absent in settings that were written before there were controls: they have none
     * @param problems takes what is wrong
     */
    static ControlSetting read(Optional<ConfigValue> value, ConfigProblems problems) {
        if (value.isEmpty()) {
            return new ControlSetting(Controls.NONE, Set.of(), new SourceLocation(KEY, 0));
        }
        SourceLocation location = SourceLocation.of(value.get().origin());
        if (value.get() instanceof ConfigList list && !list.isEmpty()) {
            return names(list, location, problems);
        }
        if (value.get().valueType() == ConfigValueType.STRING) {
            String text = (String) value.get().unwrapped();
            if (text.equals(Controls.STANDARD)) {
                return new ControlSetting(text, EnumSet.allOf(ControlKind.class), location);
            }
            if (text.equals(Controls.NONE)) {
                return new ControlSetting(text, Set.of(), location);
            }
        }
        problems.add(
                location,
                KEY,
                "expected standard, none or a list of " + String.join(", ", ControlKind.labels()) + ", found "
                        + ConfigText.inline(value.get()));
        return new ControlSetting(Controls.NONE, Set.of(), location);
    }

    private static ControlSetting names(ConfigList list, SourceLocation location, ConfigProblems problems) {
        EnumSet<ControlKind> kinds = EnumSet.noneOf(ControlKind.class);
        for (int place = 0; place < list.size(); place++) {
            ConfigValue value = list.get(place);
            String name = String.valueOf(value.unwrapped());
            Optional<ControlKind> kind = ControlKind.of(name);
            kind.ifPresent(kinds::add);
            if (kind.isEmpty()) {
                problems.add(
                        value.origin(),
                        KEY + "[" + place + "]",
                        "unknown control '" + name + "'; "
                                + NearestName.hint(name, ControlKind.labels(), "known controls"));
            }
        }
        List<String> labels = new ArrayList<>();
        kinds.forEach(kind -> labels.add(kind.label()));
        return new ControlSetting(String.join(", ", labels), kinds, location);
    }
}
