/** Processes of their own for tests, killed like any other. */
@NullMarked
package dev.stepcache.persistence.process;

import org.jspecify.annotations.NullMarked;
