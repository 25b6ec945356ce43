/** Tests of the values that plugins and engine exchange. */
@org.jspecify.annotations.NullMarked
package dev.pdrop.spi;
