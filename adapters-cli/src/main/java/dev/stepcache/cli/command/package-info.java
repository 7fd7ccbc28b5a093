/**
 * The commands, one class each: they read options and files, call a use case, and show its answer.
 */
@NullMarked
package dev.stepcache.cli.command;

import org.jspecify.annotations.NullMarked;
