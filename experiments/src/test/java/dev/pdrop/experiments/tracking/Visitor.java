// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking;

import dev.pdrop.experiments.Chromium;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** Somebody who looks at pages in Chromium, and waits until they show something. Close it. */
public final class Visitor implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration GLANCE = Duration.ofMillis(500);

    private final ChromeDriver driver;

    /**
     * Opens a window.
     *
     * @param profile empty; takes what the browser keeps
     * @param width of the window in pixels
     * @param height of the window in pixels
     */
    public Visitor(Path profile, int width, int height) {
        ChromeOptions options = new ChromeOptions()
                .setBinary(Chromium.browser().toFile())
                .addArguments(
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
                        "--window-size=" + width + "," + height,
                        "--user-data-dir=" + profile);
        // Named, so that nobody looks for one on the network.
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(Chromium.driver().toFile())
                .usingAnyFreePort()
                .build();
        driver = new ChromeDriver(service, options);
        driver.manage().timeouts().pageLoadTimeout(PATIENCE);
    }

    /** Opens a page anew. */
    public void open(String page) {
        // The pages differ behind the # alone, which would not load them.
        driver.get("about:blank");
        driver.get(page);
    }

    /**
     * Waits until a page shows something.
     *
     * @param css what is looked at
     * @param enough whether the texts of it are what is waited for
     */
    public void awaitTexts(String css, Predicate<List<String>> enough) {
        List<String> texts = List.of();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            texts = texts(css);
            if (enough.test(texts)) {
                return;
            }
            pause();
        }
        throw new AssertionError("the page did not show what it should; it shows " + texts + " at " + css + " in\n"
                + driver.findElement(By.tagName("body")).getText());
    }

    /** Presses what there is of some kind. */
    public void press(String css) {
        driver.executeScript("document.querySelectorAll(arguments[0]).forEach(found => found.click())", css);
    }

    /** Keeps a picture of what is to be seen. */
    public void keepPicture(Path file) throws IOException {
        pause();
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    }

    @Override
    public void close() {
        driver.quit();
    }

    /** By one question: pages draw themselves anew at any moment, and an element found may be gone. */
    private List<String> texts(String css) {
        Object found = driver.executeScript(
                "return [...document.querySelectorAll(arguments[0])].map(one => one.textContent.trim())", css);
        return found instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    private static void pause() {
        try {
            Thread.sleep(GLANCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
