// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** Chromium on a page from its file: what the page becomes, what the console says, what is asked of the network. */
public final class Browser {

    /** Width of a window on a desk, in pixels. */
    public static final int DESK = 1200;

    /** Width of a telephone. */
    public static final int PHONE = 390;

    private Browser() {}

    /**
     * What came of opening a page.
     *
     * @param page what the browser made of it
     * @param console what it said there
     * @param requests what was asked of the network
     * @param screen what there was to see
     */
    public record Visit(Document page, List<String> console, List<String> requests, BufferedImage screen) {}

    /**
     * Opens a page.
     *
     * @param folder where what the browser says may be kept
     */
    public static Visit visit(Path file, Path folder) throws IOException, InterruptedException {
        return visit(file, folder, DESK);
    }

    /**
     * Opens a page in a window of some width.
     *
     * @param folder where what the browser says may be kept
     */
    public static Visit visit(Path file, Path folder, int width) throws IOException, InterruptedException {
        Path log = folder.resolve("network.json");
        Path page = folder.resolve("page.txt");
        Path screen = folder.resolve("screen.png");
        Path messages = folder.resolve("messages.txt");
        Path profile = Files.createTempDirectory("pdrop-browser");
        Process process = new ProcessBuilder(
                        Chromium.browser().toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        // What the browser asks for by itself goes nowhere.
                        "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
                        "--user-data-dir=" + profile,
                        "--enable-logging=stderr",
                        "--log-net-log=" + log,
                        "--screenshot=" + screen,
                        "--window-size=" + width + ",1600",
                        "--hide-scrollbars",
                        "--dump-dom",
                        file.toUri().toString())
                .redirectOutput(page.toFile())
                .redirectError(messages.toFile())
                .start();
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the browser did not end: " + Files.readString(messages));
        }
        deleteAsFarAsPossible(profile);
        return new Visit(
                Jsoup.parse(Files.readString(page)),
                Files.readAllLines(messages, StandardCharsets.UTF_8).stream()
                        .filter(line -> line.contains("CONSOLE"))
                        .toList(),
                requests(Files.readString(log)),
                ImageIO.read(screen.toFile()));
    }

    /** Processes of the browser may still be writing there while they end. */
    private static void deleteAsFarAsPossible(Path profile) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(profile)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        } catch (UncheckedIOException e) {
            return;
        }
        for (Path file : files) {
            // What cannot be deleted yet stays behind in the folder for temporary files.
            file.toFile().delete();
        }
    }

    /** Addresses that the page asked for; the browser's own requests have no page as their origin. */
    private static List<String> requests(String log) {
        JsonObject json = JsonParser.parseString(log).getAsJsonObject();
        int start = json.getAsJsonObject("constants")
                .getAsJsonObject("logEventTypes")
                .get("URL_REQUEST_START_JOB")
                .getAsInt();
        JsonArray events = json.getAsJsonArray("events");
        List<String> requests = new ArrayList<>();
        for (JsonElement element : events) {
            JsonObject event = element.getAsJsonObject();
            JsonObject parameters = event.getAsJsonObject("params");
            if (event.get("type").getAsInt() == start
                    && parameters != null
                    && parameters.has("initiator")
                    && !parameters.get("initiator").getAsString().equals("not an origin")) {
                requests.add(parameters.get("url").getAsString());
            }
        }
        return requests;
    }
}
