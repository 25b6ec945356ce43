// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Binds blocks of settings to records and collects everything that is wrong with them.
 *
 * <p>Components are bound by their names in kebab-case and by their types: {@code boolean}, {@code int}, {@code long},
 * {@code double}, {@link java.math.BigDecimal} (exactly as written), {@link String}, {@link java.nio.file.Path}
 * (relative ones against the folder of the file in which the value stands; against the working directory on the command
 * line), enums (in lower-case kebab), {@link Optional} (absent, or null), {@link List}, {@link Map} from
 * {@link String}, nested records, and {@link Config} for a block that somebody else will bind. A record has no
 * defaults: what is not an {@link Optional} must be there.
 */
public final class RecordBinder {

    private final ConfigProblems problems;

    private RecordBinder(ConfigProblems problems) {
        this.problems = problems;
    }

    /** A value with the setting it was bound from. */
    private record Bound(Object object, ConfigValue effective) {}

    /**
     * Binds a block.
     *
     * @param problems takes what is wrong
     * @return empty if anything was wrong with this block
     */
    public static <R extends Record> Optional<BoundRecord<R>> bind(
            Class<R> type, ConfigBlock block, ConfigProblems problems) {
        return new RecordBinder(problems)
                .bindRecord(type, block)
                .map(bound -> new BoundRecord<>(type.cast(bound.object()), (ConfigObject) bound.effective()));
    }

    /** The keys that a record binds, in order of its components. */
    public static Set<String> keys(Class<? extends Record> type) {
        Set<String> keys = new LinkedHashSet<>();
        for (RecordComponent component : type.getRecordComponents()) {
            keys.add(Kebab.key(component.getName()));
        }
        return keys;
    }

    private Optional<Bound> bindRecord(Class<?> type, ConfigBlock block) {
        boolean known = rejectUnknownKeys(type.asSubclass(Record.class), block);
        RecordComponent[] components = type.getRecordComponents();
        @Nullable Object[] arguments = new Object[components.length];
        ConfigObject effective =
                ConfigValueFactory.fromMap(Map.of()).withOrigin(block.object().origin());
        for (int i = 0; i < components.length; i++) {
            String key = Kebab.key(components[i].getName());
            Optional<Bound> bound = bindComponent(components[i].getGenericType(), key, block);
            if (bound.isPresent()) {
                arguments[i] = bound.get().object();
                ConfigValue value = bound.get().effective();
                effective = value.valueType() == ConfigValueType.NULL ? effective : effective.withValue(key, value);
            }
        }
        ConfigObject settings = effective;
        return new RecordChecks(type)
                .make(arguments, message -> complain(message, block))
                .filter(object -> known)
                .map(object -> new Bound(object, settings));
    }

    /** Whether every key is known. */
    private boolean rejectUnknownKeys(Class<? extends Record> type, ConfigBlock block) {
        Set<String> known = keys(type);
        known.addAll(block.otherKeys());
        for (String key : block.object().keySet()) {
            if (!known.contains(key)) {
                problems.add(
                        block.object().get(key).origin(),
                        block.pathOf(key),
                        "unknown key; " + NearestName.hint(key, known, "known keys"));
            }
        }
        return known.containsAll(block.object().keySet());
    }

    private Optional<Bound> bindComponent(Type type, String key, ConfigBlock block) {
        ConfigValue value = block.object().get(key);
        boolean absent = value == null || value.valueType() == ConfigValueType.NULL;
        if (absent && rawType(type) == Optional.class) {
            return Optional.of(new Bound(Optional.empty(), ConfigValueFactory.fromAnyRef(null)));
        }
        if (value == null) {
            problems.add(block.location(), block.pathOf(key), "missing, expected " + Expectation.of(type));
            return Optional.empty();
        }
        return bindValue(type, value, block.pathOf(key));
    }

    private Optional<Bound> bindValue(Type type, ConfigValue value, String path) {
        Class<?> raw = rawType(type);
        if (raw == Optional.class) {
            return bindValue(argument(type, 0), value, path)
                    .map(bound -> new Bound(Optional.of(bound.object()), bound.effective()));
        }
        if (raw == ConfigValue.class) {
            return Optional.of(new Bound(value, value));
        }
        if (raw == List.class && value instanceof ConfigList list) {
            return bindList(argument(type, 0), list, path);
        }
        if (value instanceof ConfigObject object) {
            if (raw == Map.class) {
                return bindMap(argument(type, 1), object, path);
            }
            if (raw == Config.class) {
                return Optional.of(new Bound(object.toConfig(), object));
            }
            if (raw.isRecord()) {
                return bindRecord(raw, ConfigBlock.of(object, path));
            }
        }
        return bindScalar(type, raw, value, path);
    }

    private Optional<Bound> bindList(Type element, ConfigList list, String path) {
        List<Object> objects = new ArrayList<>();
        List<ConfigValue> effective = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            bindValue(element, list.get(i), path + "[" + i + "]").ifPresent(bound -> {
                objects.add(bound.object());
                effective.add(bound.effective());
            });
        }
        return objects.size() < list.size()
                ? Optional.empty()
                : Optional.of(new Bound(
                        List.copyOf(objects),
                        ConfigValueFactory.fromIterable(effective).withOrigin(list.origin())));
    }

    private Optional<Bound> bindMap(Type element, ConfigObject object, String path) {
        Map<String, Object> objects = new LinkedHashMap<>();
        ConfigObject[] effective = {object};
        new TreeMap<>(object)
                .forEach((key, value) -> bindValue(element, value, path + "." + key)
                        .ifPresent(bound -> {
                            objects.put(key, bound.object());
                            effective[0] = effective[0].withValue(key, bound.effective());
                        }));
        return objects.size() < object.size()
                ? Optional.empty()
                : Optional.of(new Bound(java.util.Collections.unmodifiableMap(objects), effective[0]));
    }

    private Optional<Bound> bindScalar(Type type, Class<?> raw, ConfigValue value, String path) {
        try {
            Object scalar = Scalars.read(raw, value)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "expected " + Expectation.of(type) + ", found " + Expectation.found(value)));
            ConfigValue effective = scalar instanceof java.nio.file.Path
                    ? ConfigValueFactory.fromAnyRef(scalar.toString()).withOrigin(value.origin())
                    : value;
            return Optional.of(new Bound(scalar, effective));
        } catch (IllegalArgumentException e) {
            problems.add(value.origin(), path, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** What a record's checks say belongs to the setting that they name first. */
    private void complain(String message, ConfigBlock block) {
        ConfigValue named = block.object().get(RecordChecks.firstWord(message));
        problems.add(named == null ? block.location() : SourceLocation.of(named.origin()), block.path(), message);
    }

    private static Class<?> rawType(Type type) {
        return type instanceof ParameterizedType parameterized
                ? (Class<?>) parameterized.getRawType()
                : (Class<?>) type;
    }

    private static Type argument(Type type, int index) {
        return ((ParameterizedType) type).getActualTypeArguments()[index];
    }
}
