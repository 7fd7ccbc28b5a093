/**
 * The runners that do a step's work on this machine (X3): as a local process under SageMaker's
 * {@code /opt/ml} contract, by a command of the user's own, or not at all.
 */
@NullMarked
package dev.stepcache.cli.runner;

import org.jspecify.annotations.NullMarked;
