@org.jspecify.annotations.NullMarked
package dev.pdrop.testing.toy;
