/** How answers look: aligned text, colour on a terminal, live progress. */
@NullMarked
package dev.stepcache.cli.output;

import org.jspecify.annotations.NullMarked;
