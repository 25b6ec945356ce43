// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.spi.InvalidModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointTest {

    private static final String DAMAGED = ": the file is damaged or cut short; fetch or convert it again";
    private static final String GOOD = "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}";

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("model.safetensors");
    }

    @Test
    void findsTensorsInOneFile() throws IOException {
        write(GOOD, 8);
        Checkpoint checkpoint = Checkpoint.open(folder);
        assertThat(checkpoint.names()).containsExactly("a");
        assertThat(checkpoint.require("a", 2).position()).isEqualTo(8 + GOOD.length());
    }

    @Test
    void skipsMetadataAndFormatsThatNobodyAsksFor() throws IOException {
        write("{'__metadata__':{'format':'pt'},'ids':{'dtype':'I64','shape':[1,2],'data_offsets':[0,16]}}", 16);
        assertThat(Checkpoint.open(folder).names()).containsExactly("ids");
    }

    @Test
    void findsTensorsInShards() throws IOException {
        Safetensors.write(folder.resolve("one.safetensors"), Map.of("a", Safetensors.floats(new float[] {1}, 1L)));
        Safetensors.write(folder.resolve("two.safetensors"), Map.of("b", Safetensors.floats(new float[] {2}, 1L)));
        index("{'a':'one.safetensors','b':'two.safetensors'}");
        Checkpoint checkpoint = Checkpoint.open(folder);
        assertThat(checkpoint.names()).containsExactlyInAnyOrder("a", "b");
        assertThat(checkpoint.require("b", 1).file()).isEqualTo(folder.resolve("two.safetensors"));
    }

    @Test
    void saysThatAShardIsMissing() throws IOException {
        index("{'a':'one.safetensors'}");
        assertFails("expected the shard one.safetensors in " + folder
                + " as model.safetensors.index.json says, found no such file: fetch all shards");
    }

    @Test
    void refusesAShardOutsideTheFolder() throws IOException {
        index("{'a':'../one.safetensors'}");
        assertFails("expected the shard ../one.safetensors in " + folder
                + " as model.safetensors.index.json says, found no such file: fetch all shards");
    }

    @Test
    void saysThatATensorIsNotInItsShard() throws IOException {
        Safetensors.write(folder.resolve("one.safetensors"), Map.of("a", Safetensors.floats(new float[] {1}, 1L)));
        index("{'b':'one.safetensors'}");
        assertFails("expected tensor b in " + folder.resolve("one.safetensors")
                + " as model.safetensors.index.json says, found none:"
                + " fetch the shards and the index of one and the same model");
    }

    @Test
    void saysThatAnIndexIsNoIndex() throws IOException {
        Path index = folder.resolve("model.safetensors.index.json");
        Files.writeString(index, "[]");
        assertFails("expected a JSON object, found something else in " + index
                + ": take the file from the checkpoint again");
        Files.writeString(index, "{}");
        assertFails("expected an object of tensors and files, found nothing at 'weight_map' in " + index
                + ": correct the file");
        Files.writeString(index, "{\"weight_map\": 1}");
        assertFails("expected an object, found 1 at 'weight_map' in " + index + ": correct the file");
        Files.writeString(index, "{\"weight_map\": {\"a\": null}}");
        assertFails("expected the name of a file, found nothing at 'weight_map.a' in " + index + ": correct the file");
        Files.writeString(index, "{\"weight_map\": {\"a\": \"x\\u0000y\"}}");
        assertFails("expected the shard x\0y in " + folder
                + " as model.safetensors.index.json says, found no such file: fetch all shards");
    }

    @Test
    void refusesAnIndexThatIsNestedDeeperThanAnybodyWrites() throws IOException {
        Path index = Files.writeString(folder.resolve("model.safetensors.index.json"), "[".repeat(100_000));
        assertFails("expected JSON, found something else in line 1 of " + index
                + ": take the file from the checkpoint again");
    }

    @Test
    void refusesPickles() throws IOException {
        Files.writeString(folder.resolve("pytorch_model.bin"), "");
        assertFails("expected model.safetensors in " + folder + ", found only pytorch_model.bin, a pickle,"
                + " which can run any code when it is opened: convert it once with transformers,"
                + " from_pretrained(..).save_pretrained(.., safe_serialization=True)");
    }

    @Test
    void saysThatTheIndexOfShardsIsMissing() throws IOException {
        Files.createFile(folder.resolve("model-00002-of-00002.safetensors"));
        Files.createFile(folder.resolve("pytorch_model.bin"));
        assertFails("expected model.safetensors.index.json beside the shards in " + folder
                + ", found model-00002-of-00002.safetensors without it: fetch the index too");
    }

    @Test
    void saysThatThereAreNoWeights() {
        assertFails("expected model.safetensors or model.safetensors.index.json in " + folder
                + ", found neither: give the folder of a Hugging Face model");
    }

    @Test
    void saysThatAFileIsTooShortForAHeader() throws IOException {
        Files.write(file, new byte[3]);
        assertFails("expected a safetensors header in " + file + ", found only 3 bytes: fetch the file again");
    }

    @ParameterizedTest
    @CsvSource({"-1, 18446744073709551615", "1, 1", "9, 9", "9223372036854775807, 9223372036854775807"})
    void refusesAnAbsurdHeaderLength(long length, String shown) throws IOException {
        Files.write(
                file,
                ByteBuffer.allocate(16)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(length)
                        .array());
        assertFails("expected the header of " + file + " to be 2 to 8 bytes long, found a stated length of " + shown
                + ": the file is cut short or is no safetensors file; fetch it again");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {"[1, 2]", "{'a':{'dtype'", "not JSON at all"})
    void refusesAHeaderThatIsNoJson(String header) throws IOException {
        write(header, 8);
        assertFails("expected a JSON object as the header of " + file
                + ", found something else: the file is damaged or is no safetensors file; fetch it again");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'dtype':'F32','shape':[4],'data_offsets':[0,16]} | data up to byte 16 behind the header | only 8 bytes",
                "{'dtype':'F32','shape':[1],'data_offsets':[0,8]} | as many bytes as shape [1] of F32 takes | 8 bytes",
                "{'dtype':'F16','shape':[2],'data_offsets':[0,8]} | as many bytes as shape [2] of F16 takes | 8 bytes",
                "{'dtype':'F32','shape':[-1,-2],'data_offsets':[0,8]}"
                        + " | as many bytes as shape [-1, -2] of F32 takes | 8 bytes",
                "{'dtype':'F32','shape':[4611686018427387904,4],'data_offsets':[0,0]}"
                        + " | as many bytes as shape [4611686018427387904, 4] of F32 takes | 0 bytes",
                "{'dtype':'F32','shape':[2],'data_offsets':[8,0]} | two ascending data_offsets | [8, 0]",
                "{'dtype':'F32','shape':[2],'data_offsets':[-8,0]} | two ascending data_offsets | [-8, 0]",
                "{'dtype':'F32','shape':[2]} | two ascending data_offsets | []",
                "{'dtype':'F4','shape':[2],'data_offsets':[0,8]}"
                        + " | a dtype of safetensors such as F32, F16 or BF16 | F4",
                "7 | an entry of dtype, shape and data_offsets | another form",
                "{'dtype':'F32','shape':7,'data_offsets':[0,8]}"
                        + " | an entry of dtype, shape and data_offsets | another form",
                "{'dtype':'F32','shape':['x'],'data_offsets':[0,8]}"
                        + " | an entry of dtype, shape and data_offsets | another form"
            })
    void refusesAnEntryThatLies(String entry, String expected, String found) throws IOException {
        write("{'weight':" + entry + "}", 8);
        assertFails("expected " + expected + " for tensor weight in " + file + ", found " + found + DAMAGED);
    }

    @Test
    void refusesATruncatedFile() throws IOException {
        write(GOOD, 7);
        assertFails("expected data up to byte 8 behind the header for tensor a in " + file + ", found only 7 bytes"
                + DAMAGED);
    }

    @Test
    void refusesTwoTensorsOfOneName() throws IOException {
        String entry = "'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}";
        write("{" + entry + "," + entry + "}", 4);
        assertFails("expected one entry a tensor for tensor a in " + file + ", found two" + DAMAGED);
    }

    @Test
    void refusesTensorsThatOverlap() throws IOException {
        write(
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},"
                        + "'b':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}",
                8);
        assertFails("expected data of its own for tensor b in " + file + ", found data that overlaps another tensor's"
                + DAMAGED);
    }

    @Test
    void saysThatATensorIsMissing() throws IOException {
        write(GOOD, 8);
        assertThatThrownBy(() -> Checkpoint.open(folder).require("b", 2, 3))
                .isInstanceOf(InvalidModelException.class)
                .hasMessage("expected a tensor b of shape [2, 3] in " + folder + ", found none among 1 tensors:"
                        + " check that config.json belongs to these weights");
    }

    @Test
    void saysThatAShapeIsAnother() throws IOException {
        write(GOOD, 8);
        assertThatThrownBy(() -> Checkpoint.open(folder).require("a", 3))
                .isInstanceOf(InvalidModelException.class)
                .hasMessage("expected shape [3] for tensor a in " + file
                        + ", found [2]: check that config.json belongs to these weights");
    }

    @Test
    void saysThatAFormatIsNoneForWeights() throws IOException {
        write("{'a':{'dtype':'I64','shape':[1],'data_offsets':[0,8]}}", 8);
        assertThatThrownBy(() -> Checkpoint.open(folder).require("a", 1))
                .isInstanceOf(InvalidModelException.class)
                .hasMessage("expected F32, F16 or BF16 for tensor a in " + file
                        + ", found I64: convert the weights to one of them");
    }

    private void assertFails(String message) {
        assertThatThrownBy(() -> Checkpoint.open(folder))
                .isInstanceOf(InvalidModelException.class)
                .hasMessage(message);
    }

    private void index(String weightMap) throws IOException {
        String json = "{'metadata':{},'weight_map':" + weightMap + "}";
        Files.writeString(folder.resolve("model.safetensors.index.json"), json.replace('\'', '"'));
    }

    private void write(String header, int dataBytes) throws IOException {
        byte[] json = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        Files.write(
                file,
                ByteBuffer.allocate(8 + json.length + dataBytes)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(json.length)
                        .put(json)
                        .array());
    }
}
