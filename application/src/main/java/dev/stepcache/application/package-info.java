/** The use cases: one concrete class for each family of them, over the ports. */
@NullMarked
package dev.stepcache.application;

import org.jspecify.annotations.NullMarked;
