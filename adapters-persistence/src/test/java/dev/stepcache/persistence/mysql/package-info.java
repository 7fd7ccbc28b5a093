/** A real MySQL for tests. */
@NullMarked
package dev.stepcache.persistence.mysql;

import org.jspecify.annotations.NullMarked;
