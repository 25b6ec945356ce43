// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods.parity;

import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.BackboneFactory;
import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.Plugin;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The checkpoints of the cases, each opened once, as any program opens them: by plugin name and configuration. */
final class Checkpoints implements AutoCloseable {

    private static final Map<String, String> SETTINGS =
            Map.of("device", "cpu", "dtype", "float32", "template", "plain");

    private final BackboneFactory<?> factory;
    private final Map<Path, Backbone> open = new TreeMap<>();

    Checkpoints() {
        this.factory = ServiceLoader.load(Plugin.class).stream()
                .flatMap(plugin -> plugin.get().backbones().stream())
                .filter(each -> each.name().equals("hugging-face"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no backbone hugging-face on the class path"));
    }

    /** The opened checkpoint, borrowed. */
    Backbone backbone(Path model) {
        return open.computeIfAbsent(model, folder -> create(factory, folder));
    }

    /**
     * The sizes of a checkpoint that need not be supported.
     *
     * @throws dev.pdrop.spi.PdropException if it is not supported
     */
    Geometry geometry(Path model) {
        return geometry(factory, model);
    }

    @Override
    public void close() {
        open.values().forEach(Backbone::close);
    }

    private static <C extends Record> Backbone create(BackboneFactory<C> factory, Path model) {
        return factory.create(config(factory.configType(), model));
    }

    private static <C extends Record> Geometry geometry(BackboneFactory<C> factory, Path model) {
        return factory.geometry(config(factory.configType(), model));
    }

    private static <C extends Record> C config(Class<C> type, Path model) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = Arrays.stream(components)
                .map(component -> value(component, model))
                .toArray();
        try {
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the configuration of hugging-face has changed: " + type, e);
        }
    }

    private static Object value(RecordComponent component, Path model) {
        Class<?> type = component.getType();
        String setting = SETTINGS.getOrDefault(component.getName(), "");
        return type == Path.class ? model : type.isEnum() ? constant(type, setting) : setting;
    }

    private static Object constant(Class<?> type, String name) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> ((Enum<?>) constant).name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(type + " has no constant " + name));
    }
}
