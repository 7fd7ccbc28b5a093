/**
 * The runners that do a step's work on this machine (X3): under SageMaker's {@code /opt/ml}
 * contract, by a command of the user's own, or not at all. Jobs are the same on both platforms:
 * {@link dev.stepcache.cli.runner.LocalPlatform} starts processes, and {@link
 * dev.stepcache.cli.runner.ContainerPlatform} containers of the images that steps name.
 */
@NullMarked
package dev.stepcache.cli.runner;

import org.jspecify.annotations.NullMarked;
