/** The rules of the house; below {@code broken}, a class for each that breaks it on purpose. */
@NullMarked
package dev.stepcache.architecture;

import org.jspecify.annotations.NullMarked;
