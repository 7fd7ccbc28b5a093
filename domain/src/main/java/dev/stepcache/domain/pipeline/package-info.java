/**
 * A pipeline definition: its parameters, its steps and their graph, and the expressions that a
 * step's values may be (SPEC 8, X1).
 */
@NullMarked
package dev.stepcache.domain.pipeline;

import org.jspecify.annotations.NullMarked;
