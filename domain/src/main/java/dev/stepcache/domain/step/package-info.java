/** A step of a pipeline: its name, its type with the attributes that count, and its CacheConfig. */
@NullMarked
package dev.stepcache.domain.step;

import org.jspecify.annotations.NullMarked;
