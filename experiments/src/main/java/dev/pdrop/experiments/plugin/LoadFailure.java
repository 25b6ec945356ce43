// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plugin;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says why a class of a plugin does not load. */
final class LoadFailure {

    /** What is to be taken from the version of a class file to give the version of Java that made it. */
    private static final int CLASS_FILE_OF_JAVA_0 = 44;

    private static final Pattern NEWER = Pattern.compile("class file version (\\d+)\\.");

    private LoadFailure() {}

    /** The reason, in words where they are known. */
    static String reason(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        Matcher version = NEWER.matcher(message);
        if (failure instanceof UnsupportedClassVersionError && version.find()) {
            int needed = Integer.parseInt(version.group(1)) - CLASS_FILE_OF_JAVA_0;
            return "it was compiled for Java " + needed + " and this is Java "
                    + Runtime.version().feature();
        }
        if (failure instanceof NoClassDefFoundError || failure instanceof ClassNotFoundException) {
            return "the class " + message.replace('/', '.') + " is missing";
        }
        return failure.toString().replaceAll("\\s+", " ");
    }
}
