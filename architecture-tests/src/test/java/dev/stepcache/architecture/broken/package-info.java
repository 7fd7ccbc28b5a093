/**
 * Classes that break the rules of the house on purpose, each standing in the layer that its package
 * names. One that breaks none is beside them to be known, or to show what is allowed.
 */
@NullMarked
package dev.stepcache.architecture.broken;

import org.jspecify.annotations.NullMarked;
