// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.spi.Example;
import dev.pdrop.spi.ImageSource;
import dev.pdrop.spi.PdropException;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.VideoFrames;

/** A question of a data set, as it reached the model or did not. */
sealed interface Question {

    /** What its records are called. */
    String id();

    /** Kind of question; empty if there is none or it is not known. */
    String type();

    /** Hash of the pictures that it is about; questions with the same are about one picture. */
    String images();

    /** Hash of what the model reads and what it is held to. */
    String input();

    /**
     * An example as the model reads it.
     *
     * @param example the question
     * @param prompt its prompt
     * @param images hash of the images that it is about; without images, its id
     * @param shown hash of the images that the model is shown; without any, its id
     * @param input hash of prompt ids, pixels and accepted answers
     */
    record Asked(Example example, Prompt prompt, String images, String shown, String input) implements Question {
        @Override
        public String id() {
            return example.id();
        }

        /** The same for the engine. */
        dev.pdrop.engine.Asked forEngine() {
            return new dev.pdrop.engine.Asked(example.id(), shown, prompt);
        }

        @Override
        public String type() {
            return example.type();
        }
    }

    /**
     * An example that could not be asked.
     *
     * @param id its id, or its number where it could not even be read
     * @param images hash of the file names of its pictures; of one that could not even be read, or has none, its id
     * @param type kind of question; empty where it could not even be read
     * @param failure what was wrong, with file and line
     */
    record Unasked(String id, String images, String type, String failure) implements Question {
        /** An example that could not even be read. */
        static Unasked malformed(Examples.Read read) {
            String id = "(example " + read.number() + ")";
            return new Unasked(id, id, "", read.failure());
        }

        /** An example that was read, and then failed. */
        static Unasked of(Example example, PdropException failure) {
            return new Unasked(example.id(), pictures(example), example.type(), String.valueOf(failure.getMessage()));
        }

        /**
         * Their pixels are not there to be hashed: questions about one broken picture still belong together. Where it
         * lies does not count, but for the folder of a video's frames, whose names are often alike.
         */
        static String pictures(Example example) {
            if (example.images().isEmpty()) {
                return example.id();
            }
            Digest digest = new Digest();
            for (ImageSource picture : example.images()) {
                if (picture instanceof VideoFrames video) {
                    video.frames().forEach(frame -> digest.text(frame.name().replaceAll(".*[/\\\\](?=.*[/\\\\])", "")));
                } else {
                    digest.text(picture.name().replaceAll(".*[/\\\\]", ""));
                }
            }
            return digest.brief();
        }

        /** Where files lie does not count, so words that are paths stay out. */
        @Override
        public String input() {
            String cause = failure.replaceAll("\\S*[/\\\\]\\S*", "");
            return new Digest().text("failure").text(id).text(cause).brief();
        }
    }
}
