@NullMarked
package dev.stepcache.architecture.broken.cli;

import org.jspecify.annotations.NullMarked;
