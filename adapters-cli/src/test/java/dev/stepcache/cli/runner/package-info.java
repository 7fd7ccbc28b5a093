@NullMarked
package dev.stepcache.cli.runner;

import org.jspecify.annotations.NullMarked;
