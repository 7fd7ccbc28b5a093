/** The decision to reuse a run, and why (SPEC 2). */
@NullMarked
package dev.stepcache.domain.cache;

import org.jspecify.annotations.NullMarked;
