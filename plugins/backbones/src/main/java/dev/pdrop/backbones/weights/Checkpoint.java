// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.weights;

import dev.pdrop.backbones.json.JsonFile;
import dev.pdrop.spi.InvalidModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The tensors of a model folder: one {@code model.safetensors}, or shards with {@code model.safetensors.index.json}.
 *
 * <p>Immutable; holds where each tensor lies, not its numbers.
 */
public final class Checkpoint {

    private static final String SINGLE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";
    private static final String WEIGHT_MAP = "weight_map";
    private static final Pattern SHARD_NAME = Pattern.compile("[^/\\\\\\p{Cntrl}]+");
    private static final Pattern SHARD = Pattern.compile(".*-\\d+-of-\\d+\\.safetensors");

    private final Path folder;
    private final Map<String, StoredTensor> tensors;

    private Checkpoint(Path folder, Map<String, StoredTensor> tensors) {
        this.folder = folder;
        this.tensors = tensors;
    }

    /**
     * Reads the headers of a folder's files.
     *
     * @throws InvalidModelException if there are no safetensors files, or one is damaged
     */
    public static Checkpoint open(Path folder) {
        if (Files.exists(folder.resolve(INDEX))) {
            return new Checkpoint(folder, shards(folder));
        }
        if (Files.exists(folder.resolve(SINGLE))) {
            return new Checkpoint(folder, SafetensorsHeader.read(folder.resolve(SINGLE)));
        }
        List<String> files = files(folder);
        throw shardWithoutIndex(folder, files)
                .or(() -> pickle(folder, files))
                .orElseGet(() -> new InvalidModelException("expected " + SINGLE + " or " + INDEX + " in " + folder
                        + ", found neither: give the folder of a Hugging Face model"));
    }

    /** The names of all tensors, in file order. */
    public Set<String> names() {
        return tensors.keySet();
    }

    /** Whether the numbers of a tensor are in a format that weights may have; others count something. */
    public boolean isWeight(String name) {
        StoredTensor tensor = tensors.get(name);
        return tensor != null && tensor.format().isWeight();
    }

    /**
     * The size of each axis of a tensor.
     *
     * @throws IllegalArgumentException if there is none of the name
     */
    public List<Long> shape(String name) {
        return known(name).shape();
    }

    /**
     * The numbers of a weight, row by row, on the host and in no engine.
     *
     * @throws IllegalArgumentException if there is none of the name
     * @throws InvalidModelException if the file cannot be read any more
     */
    public float[] numbers(String name) {
        return StoredNumbers.read(known(name));
    }

    private StoredTensor known(String name) {
        StoredTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("no tensor " + name + " in " + folder);
        }
        return tensor;
    }

    /** Whether there is a tensor of this name. */
    public boolean has(String name) {
        return tensors.containsKey(name);
    }

    /**
     * A tensor that must be there in the given shape, in a format that weights may have.
     *
     * @throws InvalidModelException if it is not
     */
    StoredTensor require(String name, long... shape) {
        StoredTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new InvalidModelException("expected a tensor " + name + " of shape " + Arrays.toString(shape) + " in "
                    + folder + ", found none among " + tensors.size()
                    + " tensors: check that config.json belongs to these weights");
        }
        if (!tensor.shape().equals(Arrays.stream(shape).boxed().toList())) {
            throw new InvalidModelException(
                    "expected shape " + Arrays.toString(shape) + " for tensor " + name + " in " + tensor.file()
                            + ", found " + tensor.shape() + ": check that config.json belongs to these weights");
        }
        if (!tensor.format().isWeight()) {
            throw new InvalidModelException("expected F32, F16 or BF16 for tensor " + name + " in " + tensor.file()
                    + ", found " + tensor.format() + ": convert the weights to one of them");
        }
        return tensor;
    }

    private static Map<String, StoredTensor> shards(Path folder) {
        Map<String, Map<String, StoredTensor>> files = new HashMap<>();
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        weightMap(folder.resolve(INDEX)).forEach((name, file) -> {
            StoredTensor tensor = files.computeIfAbsent(file, shard -> SafetensorsHeader.read(shard(folder, shard)))
                    .get(name);
            if (tensor == null) {
                throw new InvalidModelException("expected tensor " + name + " in " + folder.resolve(file) + " as "
                        + INDEX + " says, found none: fetch the shards and the index of one and the same model");
            }
            tensors.put(name, tensor);
        });
        return tensors;
    }

    private static Path shard(Path folder, String name) {
        if (!SHARD_NAME.matcher(name).matches() || !Files.isRegularFile(folder.resolve(name))) {
            throw new InvalidModelException("expected the shard " + name + " in " + folder + " as " + INDEX
                    + " says, found no such file: fetch all shards");
        }
        return folder.resolve(name);
    }

    private static Map<String, String> weightMap(Path index) {
        JsonFile json = JsonFile.read(index);
        JsonFile names = json.object(WEIGHT_MAP)
                .orElseThrow(() -> json.unexpected(WEIGHT_MAP, "an object of tensors and files"));
        Map<String, String> files = new LinkedHashMap<>();
        for (String name : names.keys()) {
            files.put(name, names.text(name).orElseThrow(() -> names.unexpected(name, "the name of a file")));
        }
        return files;
    }

    private static Optional<InvalidModelException> shardWithoutIndex(Path folder, List<String> files) {
        return files.stream()
                .filter(name -> SHARD.matcher(name).matches())
                .findFirst()
                .map(file -> new InvalidModelException("expected " + INDEX + " beside the shards in " + folder
                        + ", found " + file + " without it: fetch the index too"));
    }

    private static Optional<InvalidModelException> pickle(Path folder, List<String> files) {
        List<String> endings = List.of(".bin", ".pt", ".pth", ".bin.index.json");
        return files.stream()
                .filter(name -> endings.stream().anyMatch(name::endsWith))
                .findFirst()
                .map(file -> new InvalidModelException("expected " + SINGLE + " in " + folder + ", found only " + file
                        + ", a pickle, which can run any code when it is opened: convert it once with transformers,"
                        + " from_pretrained(..).save_pretrained(.., safe_serialization=True)"));
    }

    private static List<String> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new InvalidModelException(
                    "expected a model folder at " + folder + ", found none that can be read: check the path", e);
        }
    }
}
