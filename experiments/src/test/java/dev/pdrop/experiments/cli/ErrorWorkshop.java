// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pdrop.experiments.toolkit.Home;
import dev.pdrop.experiments.toolkit.Toolkit;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A small experiment that runs, in a folder of its own, in which one thing after the other can be broken. */
final class ErrorWorkshop implements AutoCloseable {

    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final Path EMBEDDED = HOME.resolve("experiments/models/glyph-llava");
    private static final Path PICTURES = HOME.resolve("experiments/data/glyph-questions/images");

    private static final String TRAININGS = "trainings";

    private final Path folder;
    private final List<Path> pluginFolders = new ArrayList<>();
    private final List<Closeable> resources = new ArrayList<>();
    private Path home = HOME;
    private Map<String, String> environment = Map.of();
    private String experiment =
            """
            include required("BASE")
            name = broken
            question = "Does it fail?"
            output = runs, controls = none
            backbone { use = hugging-face, model = model, template = plain }
            dataset {
              use = jsonl
              file = questions.jsonl
              prompt = "<image> {question} A:"
              metric { use = exact-match }
            }
            arms {
              full = full
            }
            """.replace("BASE", HOME.resolve("experiments/conf/base.conf").toString());

    private String training = """
            include required("HOME/src/test/resources/train/toy.conf")
            name = broken
            purpose = "Does it fail?"
            output = trainings
            stages {
              tower = null
              alignment = null
              tuning { budget.steps = 2, curriculum = null }
            }
            """.replace("HOME", HOME.resolve("experiments").toString());

    /** What a command said, and its exit code. */
    record Outcome(int code, String error) {}

    /**
     * A workshop.
     *
     * @param folder empty, and real: without links
     */
    ErrorWorkshop(Path folder) throws IOException {
        this.folder = folder;
        Path model = Files.createDirectory(folder.resolve("model"));
        try (Stream<Path> files = Files.list(EMBEDDED)) {
            for (Path file : files.toList()) {
                Files.createSymbolicLink(model.resolve(file.getFileName()), file);
            }
        }
        Files.copy(PICTURES.resolve("000060.png"), folder.resolve("a.png"));
        Files.createDirectory(folder.resolve("runs"));
        question("\"image\": \"a.png\"");
    }

    /** A path in the folder. */
    Path at(String name) {
        return folder.resolve(name);
    }

    /** A file in the folder. */
    Path write(String name, String text) throws IOException {
        return Files.writeString(at(name), text);
    }

    /** The one question, with the given fields beside id, question and answer. */
    void question(String fields) throws IOException {
        write("questions.jsonl", line("1", fields));
    }

    /** A line of the question file. */
    static String line(String id, String fields) {
        return "{\"id\": \"" + id + "\", \"question\": \"what shape is the green thing ?\", \"answer\": \"ring\", "
                + fields + "}\n";
    }

    /** Changes the text of the experiment. */
    void experiment(UnaryOperator<String> change) {
        experiment = change.apply(experiment);
    }

    /** Adds an arm to the experiment. */
    void arm(String text) {
        experiment(whole -> whole.replace("full = full", "full = full\n  " + text));
    }

    /** A file of the model that may be changed. */
    Path modelFile(String name) throws IOException {
        Path file = at("model").resolve(name);
        if (Files.isSymbolicLink(file)) {
            Files.copy(EMBEDDED.resolve(name), file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }

    /** Takes a file of the model away. */
    void removeFromModel(String name) throws IOException {
        Files.delete(at("model").resolve(name));
    }

    /** Changes a JSON file of the model. */
    void modelJson(String name, Consumer<JsonObject> change) throws IOException {
        Path file = modelFile(name);
        JsonObject object = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        change.accept(object);
        Files.writeString(file, object.toString());
    }

    /** Cuts a file off. */
    static void truncate(Path file, double share) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, (int) (bytes.length * share)));
    }

    /** Changes the header of the weights; the numbers stay where they are. */
    void weightsHeader(Consumer<JsonObject> change) throws IOException {
        Path file = modelFile("model.safetensors");
        ByteBuffer whole = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        byte[] old = new byte[Math.toIntExact(whole.getLong())];
        whole.get(old);
        JsonObject header =
                JsonParser.parseString(new String(old, StandardCharsets.UTF_8)).getAsJsonObject();
        change.accept(header);
        byte[] header2 = header.toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer changed = ByteBuffer.allocate(Long.BYTES + header2.length + whole.remaining())
                .order(ByteOrder.LITTLE_ENDIAN);
        changed.putLong(header2.length).put(header2).put(whole);
        Files.write(file, changed.array());
    }

    /** Makes the weights one shard with an index that names it. */
    Path shard() throws IOException {
        Path shard = at("model/model-00001-of-00001.safetensors");
        JsonObject names = new JsonObject();
        weightsHeader(header -> header.keySet()
                .forEach(name -> names.addProperty(name, shard.getFileName().toString())));
        names.remove("__metadata__");
        JsonObject index = new JsonObject();
        index.add("weight_map", names);
        Files.move(at("model/model.safetensors"), shard);
        write("model/model.safetensors.index.json", index.toString());
        return shard;
    }

    /** A folder whose jars are plugins from now on. */
    Path pluginFolder(String name) throws IOException {
        Path plugins = Files.createDirectories(at(name));
        pluginFolders.add(plugins);
        return plugins;
    }

    /** A folder of plugins that need not be there. */
    void pluginFolderThatIsNamed(String name) {
        pluginFolders.add(at(name));
    }

    /** The arguments that run the experiment. */
    String[] runExperiment(String... more) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("run", write("broken.conf", experiment).toString()));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    /** The arguments that begin a small training or go on with it; it writes to {@link #training()}. */
    String[] train(String... more) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("train", write("broken.conf", training).toString(), "--quiet"));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    /** Changes the text of the training. */
    void training(UnaryOperator<String> change) {
        training = change.apply(training);
    }

    /** The folder of the training. */
    Path training() {
        return at(TRAININGS).resolve("broken");
    }

    /** Commands see these variables. */
    void environment(Map<String, String> variables) {
        environment = variables;
    }

    /** Commands find a toolkit whose Python environments are not made yet, and no Python to make them with. */
    void withoutPython() throws IOException {
        home = at("home");
        Path python = Files.createDirectories(home.resolve("experiments/python"));
        for (String file : List.of("environment", "mlflow.txt")) {
            Files.copy(HOME.resolve("experiments/python").resolve(file), python.resolve(file));
        }
        Path programs = Files.createDirectories(at("programs"));
        for (String program : List.of("bash", "dirname", "cmp", "mkdir")) {
            Path there = Path.of("/bin", program);
            Files.createSymbolicLink(
                    programs.resolve(program), Files.exists(there) ? there : Path.of("/usr/bin", program));
        }
        environment(Map.of("PATH", programs.toString()));
    }

    /** Runs a command. */
    Outcome run(String... arguments) throws IOException {
        StringWriter error = new StringWriter();
        Console console = new Console(new PrintWriter(new StringWriter(), true), new PrintWriter(error, true), false);
        List<URL> jars = new ArrayList<>();
        for (Path plugins : pluginFolders) {
            if (Files.isDirectory(plugins)) {
                try (Stream<Path> files = Files.list(plugins)) {
                    for (Path jar : files.sorted().toList()) {
                        jars.add(jar.toUri().toURL());
                    }
                }
            }
        }
        try (URLClassLoader loader =
                new URLClassLoader(jars.toArray(URL[]::new), getClass().getClassLoader())) {
            int code = Main.run(new Toolkit(new Home(home), loader, pluginFolders, environment), console, arguments);
            return new Outcome(code, error.toString());
        }
    }

    /** The folder that the experiment would run in. */
    Path runFolder() throws IOException {
        StringWriter out = new StringWriter();
        Console console = new Console(new PrintWriter(out, true), new PrintWriter(new StringWriter(), true), false);
        Main.run(
                new Toolkit(new Home(HOME), getClass().getClassLoader()),
                console,
                runExperiment("--dry-run", "--no-calibration"));
        String says = "Would run in ";
        return out.toString()
                .lines()
                .filter(line -> line.startsWith(says))
                .map(line -> Path.of(line.substring(says.length())))
                .findFirst()
                .orElseThrow();
    }

    /** Keeps something open until the workshop is closed. */
    void closeLater(Closeable resource) {
        resources.add(resource);
    }

    /** Removes the folder, links to the embedded model included. */
    @Override
    public void close() throws IOException {
        for (Closeable resource : resources) {
            resource.close();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Every file below the folder with its size, but for what a training keeps. */
    Map<String, Long> files() throws IOException {
        Map<String, Long> sizes = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(file -> !file.startsWith(at(TRAININGS))).toList()) {
                boolean regular = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
                sizes.put(folder.relativize(file).toString(), regular ? Files.size(file) : -1);
            }
        }
        return sizes;
    }

    /** A text without what differs between machines. */
    String masked(String text) {
        return text.replace(folder.toString(), "DIR")
                .replace(HOME.toString(), "HOME")
                .replaceAll("found \\d+ CUDA devices with PyTorch [0-9.]+", "found N CUDA devices with PyTorch VERSION")
                .replaceAll("broken-[0-9a-f]{8}", "broken-HASH")
                .replaceAll("found the loss \\S+( with gradients of norm \\S+)? at", "found LOSS at")
                .replaceAll(
                        "found one of \\S+ on average, (.* times) the \\S+ of its first steps at step \\d+ with the learning"
                                + " rate [^:]+",
                        "found one of MEAN on average, $1 the FIRST of its first steps at step STEP with the learning rate"
                                + " RATE")
                .replaceAll("held by process \\d+", "held by process PID")
                .replaceAll("this is Java \\d+", "this is Java VERSION");
    }
}
