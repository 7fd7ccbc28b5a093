@NullMarked
package dev.stepcache.architecture.broken.cli.bootstrap;

import org.jspecify.annotations.NullMarked;
