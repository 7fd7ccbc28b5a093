/**
 * What lies behind the places that steps name: contents of inputs, outputs that are kept, models.
 */
@NullMarked
package dev.stepcache.application.content;

import org.jspecify.annotations.NullMarked;
