// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.jinja;

import java.util.ArrayList;
import java.util.List;

/** Python's operators on numbers, texts and lists. */
final class Arithmetic {

    /* A template may not fill the memory by multiplying a text. */
    private static final int LONGEST = 1 << 20;

    private Arithmetic() {}

    static Object add(Object left, Object right) {
        if (left instanceof String first && right instanceof String second) {
            return first + second;
        }
        if (left instanceof List<?> first && right instanceof List<?> second) {
            List<Object> both = new ArrayList<>(first);
            both.addAll(second);
            return both;
        }
        return integers(left, right)
                ? (Object) Math.addExact(whole(left), whole(right))
                : number(left, right, "+") + number(right, left, "+");
    }

    static Object subtract(Object left, Object right) {
        return integers(left, right)
                ? (Object) Math.subtractExact(whole(left), whole(right))
                : number(left, right, "-") - number(right, left, "-");
    }

    static Object multiply(Object left, Object right) {
        if (left instanceof String text && right instanceof Long times) {
            return text.repeat((int) Math.max(0, Math.min(times, LONGEST / Math.max(1, text.length()))));
        }
        return integers(left, right)
                ? (Object) Math.multiplyExact(whole(left), whole(right))
                : number(left, right, "*") * number(right, left, "*");
    }

    static Object divide(Object left, Object right) {
        return number(left, right, "/") / nonZero(right);
    }

    static Object floorDivide(Object left, Object right) {
        return integers(left, right)
                ? (Object) Math.floorDiv(whole(left), whole(right))
                : Math.floor(number(left, right, "//") / nonZero(right));
    }

    static Object modulo(Object left, Object right) {
        if (left instanceof String text) {
            return Formats.percent(text, right instanceof List<?> list ? List.copyOf(list) : List.of(right));
        }
        if (integers(left, right)) {
            return Math.floorMod(whole(left), whole(right));
        }
        double by = nonZero(right);
        double value = number(left, right, "%");
        return value - by * Math.floor(value / by);
    }

    static Object power(Object left, Object right) {
        double power = Math.pow(number(left, right, "**"), number(right, left, "**"));
        return integers(left, right) && whole(right) >= 0 ? (Object) (long) power : power;
    }

    static Object negate(Object value) {
        return value instanceof Double number ? (Object) (-number) : Math.negateExact(whole(value));
    }

    /** Less than, equal to or more than 0, as the left value is less than, equal to or more than the right one. */
    static int compare(Object left, Object right) {
        if (left instanceof String first && right instanceof String second) {
            return first.compareTo(second);
        }
        if (integers(left, right)) {
            return Long.compare(whole(left), whole(right));
        }
        return Double.compare(number(left, right, "<"), number(right, left, "<"));
    }

    private static boolean integers(Object left, Object right) {
        return isInteger(left) && isInteger(right);
    }

    private static boolean isInteger(Object value) {
        return value instanceof Long || value instanceof Boolean;
    }

    private static long whole(Object value) {
        if (value instanceof Boolean truth) {
            return truth ? 1 : 0;
        }
        return value instanceof Long number ? number : (long) number(value, value, "-");
    }

    private static double nonZero(Object value) {
        double number = number(value, value, "/");
        if (number == 0) {
            throw JinjaException.broken("a division by zero");
        }
        return number;
    }

    private static double number(Object value, Object other, String operator) {
        if (value instanceof Undefined undefined) {
            throw undefined.error();
        }
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        if (value instanceof Boolean truth) {
            return truth ? 1 : 0;
        }
        throw JinjaException.broken("'" + operator + "' is not for " + Python.representation(value) + " and "
                + Python.representation(other));
    }
}
