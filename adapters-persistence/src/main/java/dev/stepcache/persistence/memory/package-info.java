/** A run history that lives as long as its process. */
@NullMarked
package dev.stepcache.persistence.memory;

import org.jspecify.annotations.NullMarked;
