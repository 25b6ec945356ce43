// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import dev.pdrop.engine.statistics.Verdict;
import dev.pdrop.experiments.config.ConfigText;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** JSON of the files beside a journal: keys in snake_case, numbers in full precision, absent values as null. */
public final class Json {

    private static final GsonBuilder BUILDER = new GsonBuilder()
            .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
            .registerTypeAdapter(Instant.class, new Instants().nullSafe())
            .registerTypeAdapter(Verdict.class, new Verdicts().nullSafe())
            .registerTypeAdapterFactory(new Optionals())
            .serializeNulls()
            .disableHtmlEscaping();

    private static final Gson COMPACT = BUILDER.create();
    private static final Gson GSON = BUILDER.setPrettyPrinting().create();

    private Json() {}

    /** A value as JSON, with a line break at the end. */
    public static String text(Object value) {
        return GSON.toJson(value) + "\n";
    }

    /** The same in one line, for what nobody reads as it is. */
    static String line(Object value) {
        return COMPACT.toJson(value) + "\n";
    }

    /**
     * A value from JSON.
     *
     * @throws RuntimeException if the text is no JSON or does not hold such a value
     */
    static <T> T value(String text, Class<T> type) {
        return GSON.fromJson(text, type);
    }

    /** Settings as JSON: keys sorted, numbers as they were written. */
    static JsonObject of(Config config) {
        return object(config.root());
    }

    private static JsonObject object(ConfigObject config) {
        JsonObject object = new JsonObject();
        new TreeMap<>(config).forEach((key, value) -> object.add(key, element(value)));
        return object;
    }

    private static JsonElement element(ConfigValue value) {
        if (value instanceof ConfigObject object) {
            return object(object);
        }
        if (value instanceof ConfigList list) {
            JsonArray array = new JsonArray();
            list.forEach(one -> array.add(element(one)));
            return array;
        }
        return switch (value.valueType()) {
            case NULL -> JsonNull.INSTANCE;
            case BOOLEAN -> new JsonPrimitive((Boolean) value.unwrapped());
            case NUMBER -> new JsonPrimitive(new BigDecimal(ConfigText.scalar(value)));
            case STRING, LIST, OBJECT -> new JsonPrimitive(ConfigText.scalar(value));
        };
    }

    /** Times as ISO 8601 in UTC. */
    private static final class Instants extends TypeAdapter<Instant> {
        @Override
        public void write(JsonWriter out, Instant value) throws IOException {
            out.value(value.toString());
        }

        @Override
        public Instant read(JsonReader in) throws IOException {
            return Instant.parse(in.nextString());
        }
    }

    /** Verdicts in the words of reports. */
    private static final class Verdicts extends TypeAdapter<Verdict> {
        @Override
        public void write(JsonWriter out, Verdict value) throws IOException {
            out.value(value.words());
        }

        @Override
        public Verdict read(JsonReader in) throws IOException {
            String words = in.nextString();
            return Arrays.stream(Verdict.values())
                    .filter(one -> one.words().equals(words))
                    .findFirst()
                    .orElseThrow(() -> new JsonParseException("expected a verdict, found " + words));
        }
    }

    /** What is absent is null. */
    private static final class Optionals implements TypeAdapterFactory {
        @Override
        @SuppressWarnings("unchecked") // Asked for an optional, it gives an adapter of optionals.
        public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
            if (type.getRawType() != Optional.class) {
                return null;
            }
            Type inner = ((ParameterizedType) type.getType()).getActualTypeArguments()[0];
            return (TypeAdapter<T>) adapter(gson.getAdapter(TypeToken.get(inner)));
        }

        private static <E> TypeAdapter<Optional<E>> adapter(TypeAdapter<E> inner) {
            return new TypeAdapter<>() {
                @Override
                public void write(JsonWriter out, Optional<E> value) throws IOException {
                    if (value.isPresent()) {
                        inner.write(out, value.get());
                    } else {
                        out.nullValue();
                    }
                }

                @Override
                public Optional<E> read(JsonReader in) throws IOException {
                    if (in.peek() == JsonToken.NULL) {
                        in.nextNull();
                        return Optional.empty();
                    }
                    return Optional.of(inner.read(in));
                }
            };
        }
    }
}
