// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** What can be wrong with questions, pictures and the folder of a run. */
final class DataSituations {

    private DataSituations() {}

    static List<ErrorSituation> all() {
        return List.of(
                new ErrorSituation("missing question file", shop -> {
                    Files.delete(shop.at("questions.jsonl"));
                    return shop.runExperiment();
                }),
                new ErrorSituation("question file without a question", shop -> {
                    shop.write("questions.jsonl", "\n");
                    return shop.runExperiment();
                }),
                new ErrorSituation("malformed line", shop -> {
                    shop.write("questions.jsonl", ErrorWorkshop.line("1", "\"image\": \"a.png\"") + "{\"id\": 2,\n");
                    return shop.runExperiment();
                }),
                new ErrorSituation("field of a wrong type", shop -> question(shop, "\"image\": 7")),
                new ErrorSituation(
                        "image beside a video", shop -> question(shop, "\"image\": \"a.png\", \"video\": [\"a.png\"]")),
                new ErrorSituation(
                        "frames a second of none", shop -> question(shop, "\"video\": [\"a.png\"], \"fps\": 0")),
                new ErrorSituation(
                        "video for a model that sees none", shop -> question(shop, "\"video\": [\"a.png\"]")),
                new ErrorSituation("frames of two sizes", shop -> {
                    ImageIO.write(
                            new BufferedImage(3, 3, BufferedImage.TYPE_INT_RGB),
                            "png",
                            shop.at("b.png").toFile());
                    return question(shop, "\"video\": [\"a.png\", \"b.png\"]");
                }),
                new ErrorSituation("id used twice", shop -> {
                    String line = ErrorWorkshop.line("1", "\"image\": \"a.png\"");
                    shop.write("questions.jsonl", line + line);
                    return shop.runExperiment();
                }),
                new ErrorSituation("word unknown to the model", shop -> new String[] {
                    "answer",
                    "--model",
                    shop.at("model").toString(),
                    "--image",
                    shop.at("a.png").toString(),
                    "what shape is the mauve thing ?"
                }),
                new ErrorSituation("image missing", shop -> question(shop, "\"image\": \"b.png\"")),
                new ErrorSituation("image truncated", shop -> {
                    ErrorWorkshop.truncate(shop.at("a.png"), 0.5);
                    return shop.runExperiment();
                }),
                new ErrorSituation("not an image", shop -> {
                    shop.write("a.png", "no picture");
                    return shop.runExperiment();
                }),
                new ErrorSituation("decompression bomb", shop -> {
                    Files.write(shop.at("a.png"), hugePng());
                    return shop.runExperiment();
                }),
                new ErrorSituation("image that only the model cannot use", shop -> {
                    ImageIO.write(
                            new BufferedImage(1, 9000, BufferedImage.TYPE_INT_RGB),
                            "png",
                            shop.at("a.png").toFile());
                    return shop.runExperiment();
                }),
                new ErrorSituation("image missing on the command line", shop -> new String[] {
                    "answer",
                    "--model",
                    shop.at("model").toString(),
                    "--image",
                    shop.at("b.png").toString(),
                    "what ?"
                }),
                new ErrorSituation("path leaving the data set's root", shop -> {
                    Files.move(
                            shop.at("questions.jsonl"),
                            Files.createDirectory(shop.at("set")).resolve("q.jsonl"));
                    shop.write("set/q.jsonl", ErrorWorkshop.line("1", "\"image\": \"../a.png\""));
                    return shop.runExperiment("--set", "dataset.file=" + shop.at("set/q.jsonl"));
                }),
                new ErrorSituation("path leaving the data set's root through a link", shop -> {
                    Path set = Files.createDirectory(shop.at("set"));
                    Files.createSymbolicLink(set.resolve("b.png"), shop.at("a.png"));
                    shop.write("set/q.jsonl", ErrorWorkshop.line("1", "\"image\": \"b.png\""));
                    return shop.runExperiment("--set", "dataset.file=" + shop.at("set/q.jsonl"));
                }),
                new ErrorSituation("image without <image>", shop -> {
                    shop.experiment(text -> text.replace("<image> {question}", "{question}"));
                    return shop.runExperiment();
                }),
                new ErrorSituation("<image> without an image", shop -> question(shop, "\"type\": \"shape\"")),
                new ErrorSituation("run folder locked", DataSituations::locked),
                new ErrorSituation("unknown run", shop -> new String[] {"report", "no-such-run-anywhere"}),
                new ErrorSituation("results of a later pdrop", DataSituations::later),
                new ErrorSituation("unknown folder of runs", shop ->
                        new String[] {"runs", shop.at("rums").toString()}),
                new ErrorSituation(
                        "output that is no folder",
                        shop -> shop.runExperiment("--set", "output=" + shop.write("file", ""))));
    }

    private static String[] question(ErrorWorkshop shop, String fields) throws IOException {
        shop.question(fields);
        return shop.runExperiment();
    }

    /** As another process would hold it; the system gives the lock back when the channel is closed with the shop. */
    private static String[] locked(ErrorWorkshop shop) throws IOException {
        String[] arguments = shop.runExperiment();
        Path folder = Files.createDirectories(shop.runFolder());
        FileChannel channel = FileChannel.open(
                shop.write(
                        shop.at("").relativize(folder.resolve("lock")).toString(),
                        "process 4711 on gpu-box since 2026-05-04T09:30:00Z"),
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        channel.lock();
        shop.closeLater(channel);
        return arguments;
    }

    private static String[] later(ErrorWorkshop shop) throws IOException {
        Files.createDirectories(shop.at("runs/quick-1"));
        shop.write(
                "runs/quick-1/manifest.json",
                RunArgumentTest.MANIFEST.replace("\"finished\": null", "\"finished\": \"2026-01-01T00:00:00Z\""));
        shop.write("runs/quick-1/effective.conf", "seed = 17\n");
        shop.write("runs/quick-1/results.json", "{\"schema\": 3, \"arms\": [], \"unknown_words\": []}");
        return new String[] {"report", shop.at("runs/quick-1").toString()};
    }

    /** A few bytes that say they are 60,000 x 60,000 pixels. */
    private static byte[] hugePng() throws IOException {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        DataOutputStream fields = new DataOutputStream(header);
        fields.writeInt(60_000);
        fields.writeInt(60_000);
        fields.write(new byte[] {8, 2, 0, 0, 0});
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        chunk(file, "IHDR", header.toByteArray());
        chunk(file, "IDAT", new byte[] {0x78, (byte) 0x9c, 3, 0, 0, 0, 0, 1});
        chunk(file, "IEND", new byte[0]);
        return file.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream file, String type, byte[] content) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 sum = new CRC32();
        sum.update(name);
        sum.update(content);
        DataOutputStream out = new DataOutputStream(file);
        out.writeInt(content.length);
        out.write(name);
        out.write(content);
        out.writeInt((int) sum.getValue());
    }
}
