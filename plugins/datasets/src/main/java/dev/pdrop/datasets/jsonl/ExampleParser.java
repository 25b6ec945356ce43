// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.jsonl;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.pdrop.spi.Example;
import dev.pdrop.spi.ImageFile;
import dev.pdrop.spi.InvalidDataException;
import dev.pdrop.spi.VideoFrames;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns a line of JSON into an example. */
final class ExampleParser {

    private final ImageFolder images;

    ExampleParser(ImageFolder images) {
        this.images = images;
    }

    /**
     * The example of a line.
     *
     * @param origin where it stands, as {@code file:line}
     * @throws InvalidDataException if it is malformed or names an image that is not there
     */
    Example parse(String line, String origin) {
        Fields fields = new Fields(object(line, origin), origin);
        List<ImageFile> pictures = files(fields, "image", origin);
        List<ImageFile> frames = files(fields, "video", origin);
        if (!pictures.isEmpty() && !frames.isEmpty()) {
            throw new InvalidDataException(
                    origin + ": expected \"image\" or \"video\", found both: write two examples, or leave one out");
        }
        return new Example(
                fields.identifier("id"),
                frames.isEmpty()
                        ? List.copyOf(pictures)
                        : List.of(new VideoFrames(frames, fields.positive("fps", VideoFrames.USUAL_RATE))),
                fields.text("question"),
                fields.atLeastOneText("answer"),
                fields.optionalText("type"),
                origin);
    }

    private List<ImageFile> files(Fields fields, String key, String origin) {
        return fields.texts(key).stream()
                .map(path -> images.image(path, origin))
                .toList();
    }

    private static JsonObject object(String line, String origin) {
        try (JsonReader reader = new JsonReader(new StringReader(line))) {
            reader.setStrictness(Strictness.STRICT);
            JsonElement element = JsonParser.parseReader(reader);
            if (element.isJsonObject() && reader.peek() == JsonToken.END_DOCUMENT) {
                return element.getAsJsonObject();
            }
        } catch (JsonParseException | IOException e) {
            throw noObject(line, origin, e);
        }
        throw noObject(line, origin, null);
    }

    private static InvalidDataException noObject(String line, String origin, @Nullable Exception cause) {
        return new InvalidDataException(
                origin + ": expected one JSON object, found " + Fields.excerpt(line) + ": correct the line", cause);
    }
}
