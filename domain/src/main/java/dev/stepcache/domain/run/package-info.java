/** One attempt to do a step's work: its identity, its states, and what it made. */
@NullMarked
package dev.stepcache.domain.run;

import org.jspecify.annotations.NullMarked;
