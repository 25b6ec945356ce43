// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking;

import dev.pdrop.experiments.run.Manifest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Names of arms that say what they do, such as {@code pyramid-drop lambda=0.5 stages=4}: the ranker, then what tells
 * its schedule. Arms for which that is the same have their own name behind it.
 */
final class ArmNames {

    private static final List<String> BY_SHARE = List.of("lambda", "stages");
    private static final List<String> BY_COUNT = List.of("first_layer", "keep");

    private final Map<String, String> names = new LinkedHashMap<>();

    /** Of the arms of a run. */
    ArmNames(List<Manifest.Arm> arms) {
        Map<String, Long> often =
                arms.stream().collect(Collectors.groupingBy(ArmNames::telling, Collectors.counting()));
        for (Manifest.Arm arm : arms) {
            String telling = telling(arm);
            boolean alone = Objects.equals(often.get(telling), 1L) || telling.equals(arm.name());
            names.put(arm.key(), alone ? telling : telling + " (" + arm.name() + ")");
        }
    }

    /** The name of an arm. */
    String of(Manifest.Arm arm) {
        return names.getOrDefault(arm.key(), arm.name());
    }

    private static String telling(Manifest.Arm arm) {
        if (arm.unreduced()) {
            return "full";
        }
        if (arm.firstLayer().isEmpty()) {
            return arm.parameter("input").orElse(arm.name());
        }
        List<String> settings = arm.parameter(Manifest.Arm.LAMBDA).isPresent() ? BY_SHARE : BY_COUNT;
        Function<String, Stream<String>> shown =
                setting -> arm.parameter(setting).stream().map(value -> setting + "=" + value);
        return Stream.concat(
                        Stream.of(arm.ranker()),
                        Stream.concat(Stream.of("input"), settings.stream()).flatMap(shown))
                .collect(Collectors.joining(" "));
    }
}
