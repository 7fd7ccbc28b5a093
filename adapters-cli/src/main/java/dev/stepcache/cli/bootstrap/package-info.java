/**
 * Wiring of the stepcache command: the only place that knows persistence, the system clock and the
 * environment.
 */
@NullMarked
package dev.stepcache.cli.bootstrap;

import org.jspecify.annotations.NullMarked;
