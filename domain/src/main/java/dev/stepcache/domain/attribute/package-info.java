/**
 * The value tree that steps are made of, its canonical form, and the choice of the members that
 * count.
 */
@NullMarked
package dev.stepcache.domain.attribute;

import org.jspecify.annotations.NullMarked;
