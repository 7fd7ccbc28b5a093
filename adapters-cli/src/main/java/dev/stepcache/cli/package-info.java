/** The stepcache command. */
@NullMarked
package dev.stepcache.cli;

import org.jspecify.annotations.NullMarked;
