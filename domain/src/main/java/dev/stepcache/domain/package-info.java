/**
 * The rules of step caching, pure: no I/O, no clock. Read the packages in this order: {@code
 * attribute}, {@code expiry}, {@code step}, {@code signature}, {@code run}, {@code cache}, {@code
 * pipeline}, {@code access}; each imports only earlier ones.
 */
@NullMarked
package dev.stepcache.domain;

import org.jspecify.annotations.NullMarked;
