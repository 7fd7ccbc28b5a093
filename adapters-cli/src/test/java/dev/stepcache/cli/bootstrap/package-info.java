/** The stepcache command as its users meet it. */
@NullMarked
package dev.stepcache.cli.bootstrap;

import org.jspecify.annotations.NullMarked;
